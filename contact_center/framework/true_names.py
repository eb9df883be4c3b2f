"""Frappe believes a file's name: a PNG named .jpg is a JPEG to it, a script named .pdf a PDF.

What it does with a file that it stores (looking for scripts, taking out EXIF data, refusing kinds) depends on that, and it
does so before the doc_events of File are asked. So for files of this app's documents the name is made true first.
"""

from functools import wraps
from typing import Any

from frappe.core.doctype.file.file import File

from contact_center.access import files
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")


def apply() -> None:
	"""Put the correction before the framework's own beginning, once a process."""
	original = File.before_insert
	if hasattr(original, "contact_center_names"):
		return

	@wraps(original)
	def before_insert(doc: File, *args: Any, **kwargs: Any) -> Any:
		if scope.is_installed():
			files.make_true(doc)
		return original(doc, *args, **kwargs)

	before_insert.contact_center_names = True
	File.before_insert = before_insert
