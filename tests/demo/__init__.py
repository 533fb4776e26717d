"""Tests of the simulated router."""
