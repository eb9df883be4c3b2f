"""Know a function of the framework that a correction has wrapped already: the framework decorates functions of its own."""

from collections.abc import Callable
from typing import Any

OURS = __name__.partition(".")[0]


def by_us(function: Callable[..., Any] | None) -> bool:
	"""Return whether one of the functions that stand there, one around the other, was written here.

	`wraps` lends it the framework's name and module, so that those do not tell.
	"""
	while function is not None:
		written = getattr(function, "__globals__", {}).get("__name__", "")
		if written.partition(".")[0] == OURS:
			return True
		function = getattr(function, "__wrapped__", None)
	return False
