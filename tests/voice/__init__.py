"""Tests of what can be asked aloud, and by language models."""
