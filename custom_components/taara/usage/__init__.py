"""The arithmetic: pure functions of values, the clock among them."""
