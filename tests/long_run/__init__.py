"""Long runs: many days of readings, through all that happens in a year."""
