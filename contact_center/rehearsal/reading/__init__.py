"""Files of requests, journals and assumptions as columns."""
