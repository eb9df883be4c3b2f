"""Why a result was returned, in words: each ground on a line, with the files that it is about (R6.3.3)."""

import re
from collections.abc import Iterable

from contact_center.regulation.returns import ReturnMark

_SECRET = re.compile(r"-[0-9a-f]{16}(?=\.\w+$)")
"""What `files.name_on_disk` puts before the extension."""


def file_name(address: str) -> str:
	"""Return the name by which its sender knows a file: without the folder, and the signs that keep its address secret."""
	return _SECRET.sub("", address.rsplit("/", 1)[-1])


def listed(marks: Iterable[ReturnMark]) -> str:
	"""Return «– Скан не читається: akt.pdf, akt-2.pdf», a line for each ground."""
	return "\n".join(f"– {_line(mark)}" for mark in marks)


def _line(mark: ReturnMark) -> str:
	files = ", ".join(file_name(address) for _task, address in mark.files)
	return ": ".join(filter(None, (mark.ground, files)))
