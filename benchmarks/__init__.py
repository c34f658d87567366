"""Benchmarks: one command each, ratios from one run, the machine's own limit beside them."""
