"""Property tests: how long one may take depends on the machine, not on the code."""

from hypothesis import settings

settings.register_profile("taara", deadline=None)
settings.load_profile("taara")
