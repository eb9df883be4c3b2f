"""Files that Frappe opens while it stores them, and cannot read.

Frappe stores a file before the doc_events of File are asked. It opens a JPEG to strip it of EXIF data and, later ones,
a PDF to look for scripts in it, and what the library raises at a damaged one ends as error 500.
For the files that this app guards it becomes a refusal that says what to do; others fail as before.
"""

import functools
from collections.abc import Callable
from typing import Any

import frappe
from frappe.core.doctype.file.file import File
from PIL.Image import DecompressionBombError

from contact_center.access import files
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
UNREADABLE: dict[str, tuple[type[Exception], ...]] = {
	"get_content": (ValueError,),  # text that is not the base64 it claims to be
	"save_file": (OSError, ValueError, DecompressionBombError),
	"check_content": (Exception,),  # it only reads the PDF; pypdf raises whatever it stumbles over
}
"""What a method of File raises at a damaged file. The disk's own OSErrors have a number, Pillow's have none."""


def apply() -> None:
	"""Put the refusal up, once a process."""
	for name, errors in UNREADABLE.items():
		method = getattr(File, name, None)
		if method and not hasattr(method, "__wrapped__"):
			setattr(File, name, _refusing(method, errors))


def _refusing(method: Callable, errors: tuple[type[Exception], ...]) -> Callable:
	@functools.wraps(method)
	def refusing(doc: File, *args: Any, **kwargs: Any) -> Any:
		try:
			return method(doc, *args, **kwargs)
		except frappe.ValidationError:
			raise
		except errors as error:
			if getattr(error, "errno", None) is not None or not _is_ours(doc):
				raise
			files.refuse_unreadable(doc.file_name)

	return refusing


def _is_ours(doc: File) -> bool:
	return scope.is_installed() and files.is_guarded(doc)
