"""A simulated router and the household behind it, for the demo and the tests."""
