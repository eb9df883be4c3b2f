"""Requests from files: every line goes the way of the telephone, or is refused with its reason."""
