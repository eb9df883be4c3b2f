"""Figures of charts and cards, each defined once."""
