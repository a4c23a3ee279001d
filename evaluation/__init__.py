"""A report of how well, how fast, how large: `make eval`. Never pass or fail; thresholds stand in tests/acceptance."""
