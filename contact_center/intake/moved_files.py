"""Files go along where a request becomes an appeal, or an appeal a request (R3.3a): whoever goes on with it has them there.

Beside an appeal the office alone has files; beside a request its applicant sees each of them, and executors at work on it.
So to an appeal all go, and to a request those that the applicant handed in: what the office keeps stays with the appeal.
"""

import frappe

HANDED_IN = "Administrator"
"""Who owns what a citizen has sent (`access.files.hand_in`)."""


def to_appeal(request: str, appeal: str) -> None:
	"""Hang all files of the request on the appeal."""
	_move({"attached_to_doctype": "Request", "attached_to_name": request}, "Appeal", appeal)


def to_request(appeal: str, request: str) -> None:
	"""Hang on the request what the applicant handed in with the appeal."""
	own = {"attached_to_doctype": "Appeal", "attached_to_name": appeal, "owner": HANDED_IN}
	_move(own, "Request", request)


def _move(files: dict[str, str], doctype: str, name: str) -> None:
	"""One statement, past the files' own check: it asks who sends them, and here nobody does."""
	hung = {"attached_to_doctype": doctype, "attached_to_name": name}
	frappe.db.set_value("File", files, hung, update_modified=False)
