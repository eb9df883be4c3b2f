"""Keep photos of ours as they were sent, whatever the site's settings do with those of other apps.

Where «Strip EXIF tags» of System Settings is on, as on every new site, the framework saves each JPEG anew: a phone's
photo loses its orientation and lies on its side, and evidence is not what was handed in. `access.pictures` turns what
citizens send upright and leaves its metadata out, whatever is set there.
"""

from contextvars import ContextVar
from functools import wraps
from io import BytesIO
from typing import Any

from frappe.core.doctype.file import file
from PIL import Image

from contact_center.access.file_rights import GUARDED, WAITING
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
MARK = "contact_center_keeps"
_keeps: ContextVar[bool] = ContextVar("contact_center_keeps_photo", default=False)


def apply() -> None:
	"""Wrap the framework's saving of a file and its stripping, once a process."""
	if hasattr(file.strip_exif_data, MARK):
		return
	file.strip_exif_data = _but_ours(file.strip_exif_data)
	file.File.save_file = _knowing_whose(file.File.save_file)


def _but_ours(strip: Any) -> Any:
	@wraps(strip)
	def strip_exif_data(content: bytes, content_type: str) -> bytes:
		if not _keeps.get():
			return strip(content, content_type)
		Image.open(BytesIO(content))  # what is no picture is refused as the framework does, by what it raises
		return content

	setattr(strip_exif_data, MARK, True)
	return strip_exif_data


def _knowing_whose(save: Any) -> Any:
	@wraps(save)
	def save_file(doc: Any, *args: Any, **kwargs: Any) -> Any:
		token = _keeps.set(scope.is_installed() and _is_ours(doc))
		try:
			return save(doc, *args, **kwargs)
		finally:
			_keeps.reset(token)

	return save_file


def _is_ours(doc: Any) -> bool:
	"""Whether the file hangs on a document of ours or waits for its request (portal.uploads): `files.taken_in` saw it."""
	return doc.attached_to_doctype in GUARDED or doc.attached_to_field == WAITING
