"""Each figure defined once, for charts and cards."""
