"""Calls to expect and the operators they need."""
