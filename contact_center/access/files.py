"""Photos, scans and acts: what may be uploaded, where to, and who may look at it (R3.4, R7.6, D1).

Every file of a request, a task, a repair event or an appeal is private and passes one guard, whichever way it comes:
portal, desk form, REST. Frappe's own upload does not look at the parent document and believes the name.
"""

import re
from pathlib import Path, PurePath
from typing import NoReturn
from urllib.parse import quote

import frappe
from frappe.model.document import Document
from werkzeug.wrappers import Response

from contact_center import policy
from contact_center.access import file_kinds, file_rights, papers, permissions, pictures, standing
from contact_center.access.file_kinds import Kind
from contact_center.access.file_rights import GUARDED
from contact_center.access.refusals import refuse
from contact_center.regulation.evidence import PHOTOS, VIDEOS
from contact_center.regulation.problems import ProblemKind
from contact_center.regulation.stages import Stage

# Evidence that the applicant may see: the work was reported done (R8.1.7).
SHOWN = (Stage.AWAITING_CONFIRMATION.value, Stage.CLOSED.value)
GONE = (Stage.CANCELLED.value, Stage.REJECTED.value)
SAME_KIND = {"jpeg": "jpg"}
IMAGES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
MAX_NAME = 100
EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}", re.IGNORECASE)
MEGABYTE = 1024 * 1024


# What may come in


def guard_upload(doc: Document, method: str | None = None) -> None:
	"""doc_event of File (before_insert, validate): refuse or make safe what is attached to our documents.

	ValidationError names the cure; PermissionError for a parent that the user may not write.
	"""
	if doc.is_folder or (method == "validate" and doc.is_new()):  # looked at before it was inserted
		return
	if doc.attached_to_doctype in GUARDED and _is_new_here(doc):
		_check_parent(doc)
		_check_count(doc)
		doc.file_name = named_as(admitted(doc.file_name, _bytes(doc)), doc.file_name)
		_keep_alone(doc)
	if is_guarded(doc):
		_keep_private(doc)


def make_true(doc: Document) -> None:
	"""Before Frappe believes the name of a new file of ours: name it as its content is, as a browser shows it.

	What staff attach keeps its place and device: evidence lets one recognise the place (R6.3.3).
	"""
	if doc.file_url:
		doc.file_url = file_rights.local_address(doc.file_url)
	elif doc.is_folder:
		return
	if not file_rights.may_name(doc):
		refuse(ProblemKind.FILE_NOT_YOURS, error=frappe.PermissionError)
	if doc.attached_to_doctype in GUARDED and not doc.is_folder and doc.get("content"):
		_check_parent(doc)
		content = doc.get_content()
		content = content.encode() if isinstance(content, str) else content
		doc.file_name, doc.content = taken_in(doc.file_name, content, tells=True)


def is_guarded(doc: Document) -> bool:
	"""Whether the file hangs on a document of ours, or its sender makes no public files."""
	return doc.attached_to_doctype in GUARDED or file_rights.makes_no_public_files(frappe.session.user)


def guard_change(doc: Document, method: str | None = None) -> None:
	"""doc_event of File (before_validate), before Frappe moves the file: it stays where it was handed in."""
	if not doc.is_new() and file_rights.leaves_its_place(doc):
		refuse_to_move()


def refuse_to_move() -> NoReturn:
	"""PermissionError: the file stays as it was handed in."""
	refuse(ProblemKind.FILE_STAYS_PRIVATE, error=frappe.PermissionError)


def _is_new_here(doc: Document) -> bool:
	fields = ("attached_to_doctype", "attached_to_name", "file_url", "file_name")
	return doc.is_new() or any(doc.has_value_changed(field) for field in fields)


def _check_parent(doc: Document) -> None:
	if file_rights.sender_may.get():
		return
	name = str(doc.attached_to_name or "")
	if name.startswith("new-") and file_rights.has_desk(frappe.session.user):
		# A desk form that is not saved yet: Frappe links the file when it is.
		frappe.has_permission(doc.attached_to_doctype, "create", throw=True)
		return
	frappe.get_doc(doc.attached_to_doctype, name).check_permission("write")


def _check_count(doc: Document) -> None:
	attached = {"attached_to_doctype": doc.attached_to_doctype, "attached_to_name": doc.attached_to_name}
	others = frappe.db.count("File", {**attached, "name": ("!=", doc.name or "")})
	most = policy.settings().max_files
	if others >= most:
		refuse(ProblemKind.TOO_MANY_FILES, str(most))


def admitted(filename: str | None, content: bytes) -> Kind:
	"""The content's kind, whatever the name says, once kind and size are acceptable; else ValidationError."""
	extension = extension_of(filename)
	known = file_kinds.kind_of(content, extension)
	named = (policy.settings().allowed_extensions or "").replace(",", " ").lower().split()
	allowed = [name for name in named if name in file_kinds.KNOWN]
	if not known and extension in allowed:
		refuse_unreadable(filename)
	if not known or not set(known.names) & set(allowed):
		refuse(ProblemKind.FILE_KIND, clean_name(filename), *allowed)
	_check_size(filename, content, known)
	return known


def _check_size(filename: str | None, content: bytes, kind: Kind) -> None:
	settings = policy.settings()
	most = (settings.max_video_mb if set(kind.names) & VIDEOS else 0) or settings.max_file_mb
	if len(content) > most * MEGABYTE:
		refuse(ProblemKind.FILE_TOO_LARGE, clean_name(filename), str(most))


def taken_in(filename: str | None, content: bytes, tells: bool = False) -> tuple[str, bytes]:
	"""(name, content) as they are kept: the name ends as its content is, the content tells nothing of its maker.

	With `tells` (staff evidence) it keeps what it says of place and device, and is only such that every browser
	shows it. ValidationError for a kind that is not admitted, a file too large, damaged or under a password.
	"""
	kind = admitted(filename, content)
	try:
		kept = (kind.show if tells else kind.clean)(content)
	except papers.Locked:
		refuse(ProblemKind.FILE_LOCKED, clean_name(filename))
	except Exception:  # the readers of pictures, films and documents raise whatever they stumble over
		refuse_unreadable(filename)
	return named_as(kind, filename), kept


def named_as(kind: Kind, filename: str | None) -> str:
	"""The name with the extension of the kind: «двір.heic» of a JPEG is «двір.jpg»."""
	name = PurePath(clean_name(filename))
	extension = kind.named(extension_of(name.name))
	if extension_of(name.name) == extension:
		return name.name
	stem = name.stem if EXTENSION.fullmatch(name.suffix) else name.name
	stem = PurePath(stem).stem if extension_of(stem) == extension else stem
	return clean_name(f"{stem}.{extension}")


def refuse_unreadable(filename: str | None) -> NoReturn:
	"""ValidationError that names the file and the cure."""
	refuse(ProblemKind.FILE_UNREADABLE, clean_name(filename), extension_of(filename).upper())


def _bytes(doc: Document) -> bytes:
	if doc.file_url and doc.file_url.startswith(("http://", "https://")):
		refuse(ProblemKind.FILE_ELSEWHERE)
	if doc.get("content"):
		content = doc.get_content()
		return content.encode() if isinstance(content, str) else content
	doc.validate_file_url()
	return Path(doc.get_full_path()).read_bytes()  # the framework decodes what it can, later ones a photo too


def _keep_alone(doc: Document) -> None:
	"""What is hung on a document of ours later lies there as a copy: the right to the other one is the other's."""
	if any(row.name != doc.name for row in file_rights.rows_at(file_rights.address_of(doc))):
		content = _bytes(doc)
		doc.file_url = None
		doc.save_file(content=content)


def _keep_private(doc: Document) -> None:
	"""Frappe has written the file by now, and a public one where anybody can fetch it: bring it in."""
	if doc.is_private or doc.is_remote_file:
		return
	if not doc.is_new():
		refuse(ProblemKind.FILE_STAYS_PRIVATE, error=frappe.PermissionError)
	content = _bytes(doc)
	doc._delete_file_on_disk()
	doc.is_private, doc.file_url = 1, None
	doc.save_file(content=content)


def extension_of(filename: str | None) -> str:
	"""Extension without the dot, in lower case."""
	return PurePath(filename or "").suffix.lstrip(".").lower()


def clean_name(filename: str | None) -> str:
	"""The name fit to be shown and stored: no path, no markup, no control characters, not too long."""
	name = PurePath((filename or "").replace("\\", "/")).name
	name = "".join(sign for sign in name if sign.isprintable() and sign not in "<>\"'&`%?#")
	path = PurePath(name.strip(" .") or "file")
	return path.stem[: MAX_NAME - len(path.suffix)] + path.suffix


def name_on_disk(filename: str | None) -> str:
	"""A name that nobody guesses, ends as the file's kind and begins as its sender called it."""
	path = PurePath(clean_name(filename))
	return f"{path.stem[:60]}-{frappe.generate_hash(length=16)}{path.suffix}"


def attach(doctype: str, name: str, filename: str, content: bytes) -> Document:
	"""Attach a file on the caller's answer for the right to; kind, size and number are checked, traces left out."""
	doc = frappe.new_doc("File")
	doc.update({"attached_to_doctype": doctype, "attached_to_name": name, "is_private": 1})
	doc.file_name, doc.content = taken_in(filename, content)
	return hand_in(doc)


def hand_in(doc: Document) -> Document:
	"""Save a file that its sender may attach. A citizen's name stays off it: the request tells whose it is (D1)."""
	token = file_rights.sender_may.set(True)
	try:
		doc.save(ignore_permissions=True)
	finally:
		file_rights.sender_may.reset(token)
	if permissions.is_citizen(frappe.session.user):
		doc.db_set({"owner": "Administrator", "modified_by": "Administrator"}, update_modified=False)
	return doc


# Who may look at it


def file_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition of File: an executor does not even see the names of another's files (D1)."""
	user = user or frappe.session.user
	if not file_rights.has_desk(user) or not permissions.OVERSEERS.isdisjoint(frappe.get_roles(user)):
		return ""
	events = f"(select name from `tabRepair Event` where {permissions.repair_event_conditions(user)})"
	own = " or ".join(
		f"(`tabFile`.attached_to_doctype = '{parent}' and `tabFile`.attached_to_name in {names})"
		for parent, names in (("Request Task", permissions.own_tasks(user)), ("Repair Event", events))
	)
	guarded = ", ".join(f"'{parent}'" for parent in GUARDED)
	return f"(ifnull(`tabFile`.attached_to_doctype, '') not in ({guarded}) or {own})"


def may_see(doc: Document, user: str) -> bool:
	"""Whether `user` may open the file: by Frappe's rule, as its applicant, or as an executor at work on it."""
	if file_rights.may_read(doc, user):
		return True
	if doc.attached_to_doctype == "Request":
		return permissions.is_own_request(doc.attached_to_name, user) or works_on(doc.attached_to_name, user)
	if doc.attached_to_doctype == "Inspection":
		return permissions.is_staff(user) and permissions.is_called(doc.attached_to_name, user)
	return doc.attached_to_doctype == "Request Task" and _is_shown_evidence(doc, user)


def works_on(request: str, user: str) -> bool:
	"""Whether `user` sees a living task of the request, of an executor that they act for or handed to them."""
	living = {"request": request, "stage": ("not in", GONE)}
	tasks = frappe.get_all("Request Task", living, ["executor", "handed_to"])
	reach = standing.reach_of(user) if tasks else None
	return bool(reach) and any(reach.has(task.executor, task.handed_to) for task in tasks)


def _is_shown_evidence(doc: Document, user: str) -> bool:
	task = frappe.db.get_value("Request Task", doc.attached_to_name, ["request", "stage"], as_dict=True)
	if not task or not permissions.is_own_request(task.request, user):
		return False
	evidence = {"parent": doc.attached_to_name, "file": doc.file_url}
	is_evidence = task.stage in SHOWN and frappe.db.exists("Request Evidence", evidence)
	return bool(is_evidence) or (task.stage not in GONE and file_rights.is_of_done_stage(doc))


def files_of(doctype: str, names: list[str]) -> list[dict]:
	"""All files of these documents in one query, oldest first. The caller checks the right to see them."""
	rows = frappe.get_all(
		"File",
		filters={"attached_to_doctype": doctype, "attached_to_name": ("in", names), "is_folder": 0},
		fields=["name", "file_name", "file_size", "file_url", "attached_to_name", "creation"],
		order_by="creation, name",
	)
	return [{**describe(row), "attached_to": row.attached_to_name, "file_url": row.file_url} for row in rows]


def has_photo(**filters) -> bool:
	"""Whether a photo is among the files that `filters` of File find; a scan of a document shows no place."""
	names = frappe.get_all("File", filters=filters, pluck="file_name")
	return any(extension_of(name) in PHOTOS for name in names)


def describe(row) -> dict:
	"""{name, file_name, size in bytes, is_image, url, thumbnail or None, creation} of a File row."""
	url = f"/api/method/contact_center.access.files.download?file={row.name}"
	is_image = SAME_KIND.get(extension_of(row.file_name), extension_of(row.file_name)) in IMAGES
	return {
		"name": row.name,
		"file_name": row.file_name,
		"size": row.file_size or 0,
		"is_image": is_image,
		"url": url,
		"thumbnail": f"{url}&small=1" if is_image else None,
		"creation": row.creation,
	}


@frappe.whitelist(methods=["GET"])
def download(file: str, small: int = 0) -> Response:
	"""The file itself; an image opens in the browser, anything else is saved. `small`: an image's thumbnail."""
	doc = frappe.get_doc("File", file)
	if not may_see(doc, frappe.session.user):
		refuse(ProblemKind.FILE_NOT_YOURS, error=frappe.PermissionError)
	extension = SAME_KIND.get(extension_of(doc.file_name), extension_of(doc.file_name))
	content = _bytes(doc)
	if small and extension in IMAGES:
		content, extension = pictures.thumbnail(content), "webp"
	response = Response(content, mimetype=IMAGES.get(extension, "application/octet-stream"))
	kind = "inline" if extension in IMAGES else "attachment"
	response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(doc.file_name, safe='')}"
	response.headers["X-Content-Type-Options"] = "nosniff"
	response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
	response.headers["Cache-Control"] = "private, max-age=3600"
	return response
