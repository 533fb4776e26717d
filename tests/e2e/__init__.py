"""A real Home Assistant, a real browser, and a router that is simulated but listens."""
