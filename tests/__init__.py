"""Tests of Taara."""
