"""Property tests: how many examples, and no limit of time for one.

`pytest --hypothesis-profile=hunt tests/usage` looks for faults much longer.
"""

from hypothesis import settings

settings.register_profile("taara", deadline=None, max_examples=50)
settings.register_profile("hunt", deadline=None, max_examples=2000)
settings.load_profile("taara")
