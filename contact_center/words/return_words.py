"""Why a result was returned, in words: each ground on a line, with the files that it is about (R6.3.3)."""

from collections.abc import Iterable

from contact_center.regulation.returns import ReturnMark


def listed(marks: Iterable[ReturnMark]) -> str:
	"""Return «– Скан не читається: akt.pdf, akt-2.pdf», a line for each ground."""
	return "\n".join(f"– {_line(mark)}" for mark in marks)


def _line(mark: ReturnMark) -> str:
	files = ", ".join(address.rsplit("/", 1)[-1] for _task, address in mark.files)
	return ": ".join(filter(None, (mark.ground, files)))
