"""Say in words that a file finds no room on the disk, and leave nothing of it there.

The framework fails with an error of the server: a citizen's page takes it for a server that starts anew and sends again and
again, and half of the file stays.
"""

import errno
from contextlib import suppress
from functools import wraps
from pathlib import Path

import frappe
from frappe.core.doctype.file.file import File

from contact_center.access import files
from contact_center.access.refusals import refuse
from contact_center.framework import scope
from contact_center.regulation.problems import ProblemKind

NEEDED_BY = (">=15", "<17")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def apply() -> None:
	"""Put the correction around the framework's writing of a file, once a process."""
	original = File.write_file
	if hasattr(original, "contact_center_words"):
		return

	@wraps(original)
	def write_file(doc: File) -> str | None:
		try:
			return original(doc)
		except OSError as error:
			if error.errno not in NO_ROOM or not scope.is_installed() or not files.is_guarded(doc):
				raise
			_remove_what_is_there(doc)
			frappe.logger("contact_center").error("no room on the disk for a file", exc_info=True)
			refuse(ProblemKind.NO_ROOM_FOR_FILE, files.clean_name(doc.file_name))

	write_file.contact_center_words = True
	File.write_file = write_file


def _remove_what_is_there(doc: File) -> None:
	with suppress(OSError):
		Path(doc.get_full_path()).unlink()
