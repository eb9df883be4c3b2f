"""A copy of all that the centre keeps of an applicant, for whoever asks for their own data (D2).

What was merged into the applicant goes along. Nobody else is named in it: neither staff, nor who joined, nor who looked.
"""

import json
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from werkzeug.utils import secure_filename

from contact_center.access import files, permissions, roles
from contact_center.framework import access_log, looks
from contact_center.intake import corrections, merging
from contact_center.record import clock, journal
from contact_center.record.messages import JOINED
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.reports import looks as reports
from contact_center.words import journal_words, problems

OF_APPLICANT = (
	*"surname first_name patronymic phone other_phones email notify_by street building flat".split(),
	*"is_ngo ngo_name is_displaced registered_residence consent consent_at creation".split(),
)
PARTS: dict[str, tuple[str, ...]] = {
	"Request": (
		*"number received_at channel stage classifier street building flat place description wording".split(),
		*"result_for_applicant applicant_answer rating reason closed_at".split(),
	),
	"Appeal": tuple("number kind received_at stage text post_address answer_by answer answered_at".split()),
	"Interaction": tuple("started_at ended_at channel phone consent_at note".split()),
	JOINED: tuple("joined_at left_at notify_by applicant_email answer answer_text".split()),
	"Block Memo": tuple("phone ground stage what_was_said".split()),
}
"""{doctype that names an applicant: what is kept there of the person}."""
OF_A_TALK = ("given_at", "kind", "text", "answer", "where_to_turn")
INDENT = "  "


@frappe.whitelist(methods=["GET"])
def download(applicant: str) -> None:
	"""Send the copy as a file. PermissionError for others than supervisors; who took it is on record as a look."""
	permissions.check_role(roles.SUPERVISOR)
	if not frappe.db.exists("Applicant", applicant):
		problems.refuse(Problem(Kind.NO_PERSONAL_DATA), error=frappe.DoesNotExistError)
	access_log.note("Applicant", applicant, looks.EXPORTED)
	content = json.dumps(copy_of(applicant), ensure_ascii=False, indent=INDENT, default=str)
	frappe.response.filename = f"{secure_filename(applicant)}.json"
	frappe.response.filecontent = content.encode()
	frappe.response.type = "download"


def copy_of(applicant: str) -> dict[str, Any]:
	"""Return {what it is: its rows, each {label: value}}, in the language of who asks. The caller has checked the role."""
	names = [applicant, *(row.merged for row in merging.merged_into(applicant))]
	found = {_(doctype): list(_rows(doctype, "applicant", names)) for doctype in PARTS}
	return {
		_("Made On"): str(clock.to_site(clock.now())),
		_("Applicant"): [
			_labelled("Applicant", row) for row in _read("Applicant", "name", names, OF_APPLICANT)
		],
		_("Earlier Data"): [_earlier(row) for name in names for row in corrections.of_applicant(name)],
		**found,
		_("Consultation"): list(_rows("Consultation", "interaction", _cards(names))),
		_("Looks"): [{str(row.moment): row.what} for row in reports.at_applicant(*names, most=reports.MOST)],
	}


def _rows(doctype: str, field: str, names: list[str]) -> Iterator[dict[str, Any]]:
	rows = _read(doctype, field, names, PARTS.get(doctype, OF_A_TALK))
	beside = _beside_requests([row.name for row in rows]) if doctype == "Request" else {}
	for row in rows:
		yield {**_labelled(doctype, row), **beside.get(row.name, {})}


def _beside_requests(names: list[str]) -> dict[str, dict[str, Any]]:
	"""Return {request: its journal as the applicant sees it, and what its files are called}, in two queries."""
	found: dict[str, dict[str, Any]] = {name: {_("Journal"): [], _("Files"): []} for name in names}
	for line in journal.public_lines(names):
		said = {str(line.moment): journal_words.for_applicant(line.kind), _("Text"): line.text or ""}
		found[line.request][_("Journal")].append(said)
	for file in files.files_of("Request", names):
		found[file["attached_to"]][_("Files")].append(file["file_name"])
	return found


def _read(doctype: str, field: str, names: list[str], fields: tuple[str, ...]) -> list[Any]:
	listed = {field: ("in", names or [""])}
	return frappe.get_all(doctype, listed, ["name", *fields], order_by="creation, name")


def _labelled(doctype: str, row: Any) -> dict[str, Any]:
	meta = frappe.get_meta(doctype)
	said = ((field, value) for field, value in row.items() if field != "name" and value not in (None, "", 0))
	return {_label(meta, field): _value(meta, field, value) for field, value in said}


def _label(meta: Any, field: str) -> str:
	return _("Known Since") if field == "creation" else _(meta.get_label(field))


def _value(meta: Any, field: str, value: Any) -> Any:
	df = meta.get_field(field)
	if df and df.fieldtype == "Select":
		return _(value)
	if df and df.fieldtype == "Check":
		return _("Yes")
	return frappe.get_cached_value("Classifier", value, "title") if field == "classifier" else value


def _earlier(row: dict) -> dict[str, str]:
	return {row["label"]: row["value"], _("Until"): row["until"]}


def _cards(names: list[str]) -> list[str]:
	return frappe.get_all("Interaction", {"applicant": ("in", names)}, pluck="name", order_by="name")
