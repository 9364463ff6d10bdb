"""Benchmarks: our own work beside the raw libraries, as ratios within one run. `make bench ARGS="1000"`."""
