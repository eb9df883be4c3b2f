"""Moments, problems, stages and journal lines in the words that users read."""
