"""Send a stored file as one that a browser shows or saves, and answer alike where it may not be seen and where there is none.

The framework sends a private file under the type that its name claims, a page with scripts too (it knows four names of
them), and refuses others with a bare line.
"""

import functools
from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import response as responses
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Request, Response

from contact_center.access import served_files
from contact_center.access.file_rights import LOCAL
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
MARK = "contact_center_page"
SENT = (200, 206, 304)


def apply() -> None:
	"""Wrap what sends private files, once a process."""
	if not hasattr(responses.download_private_file, MARK):
		responses.download_private_file = _with_a_page(responses.download_private_file)


def _with_a_page(download: Callable[[str], Response]) -> Callable[[str], Response]:
	@functools.wraps(download)
	def answer(path: str) -> Response:
		try:
			return download(path)
		except (Forbidden, NotFound):
			if not scope.owns_website():
				raise
			raise frappe.PermissionError from None

	setattr(answer, MARK, True)
	return answer


def after_request(response: Response | None, request: Request, **kwargs: Any) -> None:
	"""after_request hook: set the headers of a stored file, whatever it is called."""
	if response is not None and request.path.startswith(LOCAL) and response.status_code in SENT:
		# A file is sent as it lies on the disk; «.gz» in its name is no promise about the way there (Frappe 16).
		response.headers.pop("Content-Encoding", None)
		response.headers.update(served_files.headers_of(request.path))
