"""Say which methods and doctypes the work of executors and clerks needs; doors.py asks for people of our roles only."""

from collections.abc import Callable


def may_call(method: Callable) -> bool:
	"""Return whether staff may call this method of the framework or of ours."""
	return True


def may_reach(doctype: str) -> bool:
	"""Return whether staff may ask for documents of the doctype by their addresses (REST)."""
	return True
