"""Tests of the statistics, on the recorder's two usual databases."""
