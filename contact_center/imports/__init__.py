"""Import requests from files: every line is registered like a call, or refused with its reason."""
