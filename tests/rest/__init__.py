"""The REST interface: each view by itself, and all of it against its own description."""
