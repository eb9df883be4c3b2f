"""Refuse a damaged file with a message that names the cure, instead of error 500.

Frappe opens a file before the doc_events of File run: a JPEG to remove its EXIF data and, in later versions, a PDF to
look for scripts, when it has already given it the name under which it lies. What the library raises for a damaged file ends as error 500. Files that this app guards are refused
with a message; others fail as before.
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
MARK = "contact_center_refuses"
NAMED = "contact_center_named"
"""Flag of a file that is being stored: what it is called by whoever sent it."""
UNREADABLE: dict[str, tuple[type[Exception], ...]] = {
	"get_content": (ValueError,),  # text that is not the base64 it claims to be
	# TypeError: text by the name of a photo
	"save_file": (OSError, ValueError, TypeError, DecompressionBombError),
	"check_content": (Exception,),  # it only reads the PDF; pypdf raises whatever it stumbles over
}
"""{method of File: errors for a damaged file}. OSErrors of the disk have a number, those of Pillow have none."""


def apply() -> None:
	"""Wrap the methods of File, once a process."""
	for name, errors in UNREADABLE.items():
		method = getattr(File, name, None)
		if method and not hasattr(method, MARK):
			setattr(File, name, _refusing(method, errors))


def _refusing(method: Callable, errors: tuple[type[Exception], ...]) -> Callable:
	@functools.wraps(method)
	def refusing(doc: File, *args: Any, **kwargs: Any) -> Any:
		outer = doc.flags.get(NAMED)
		named = doc.flags[NAMED] = outer or doc.file_name
		try:
			return method(doc, *args, **kwargs)
		except frappe.ValidationError:
			raise
		except errors as error:
			if getattr(error, "errno", None) is not None or not _is_ours(doc):
				raise
			files.refuse_unreadable(named)
		finally:
			doc.flags[NAMED] = outer

	setattr(refusing, MARK, True)
	return refusing


def _is_ours(doc: File) -> bool:
	return scope.is_installed() and files.is_guarded(doc)
