"""Make files for the tests: pictures, uploaded by a citizen or attached to a task by its executor."""

import io
import json
import os

import frappe
import kit
from kit import LEAK, STREET
from kit_portal import API
from PIL import ExifTags, Image
from pypdf import PdfWriter

from contact_center.access import files

HTML = b"<html><script>alert(document.cookie)</script></html>"


def pdf() -> bytes:
	"""Return a valid PDF of one empty page: Frappe 15.103 opens uploaded PDFs."""
	content, writer = io.BytesIO(), PdfWriter()
	writer.add_blank_page(width=72, height=72)
	writer.write(content)
	return content.getvalue()


PDF = pdf()


def photo(color: str = "gray", kind: str = "JPEG", side: int = 40) -> bytes:
	content = io.BytesIO()
	Image.new("RGB", (side, side), color).save(content, kind)
	return content.getvalue()


def unique_photo() -> bytes:
	"""Return a picture that no other file equals: Frappe stores equal contents once."""
	content = io.BytesIO()
	Image.frombytes("RGB", (40, 40), os.urandom(4800)).save(content, "JPEG", quality=95)
	return content.getvalue()


def telling_photo(kind: str) -> bytes:
	"""Return a picture on its side, red on the left and blue on the right, with place and camera in its metadata."""
	image = Image.new("RGB", (64, 32), "red")
	image.paste("blue", (32, 0, 64, 32))
	exif = Image.Exif()
	exif[ExifTags.Base.Orientation] = 6  # to be turned clockwise
	exif[ExifTags.Base.Make] = "Перевірофон"
	exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 54.0, 35.0), 3: "E", 4: (33.0, 23.0, 30.0)}
	content = io.BytesIO()
	image.save(content, kind, exif=exif, comment=os.urandom(8), quality=95)
	return content.getvalue()


def upload(session, name: str = "двір.jpg", content: bytes | None = None):
	body = {"file": (name, unique_photo() if content is None else content)}
	return session.post(session.url(API + "upload"), files=body, timeout=60)


def submit(session, names: list[str], **fields):
	frappe.db.commit()
	data = {
		"classifier": LEAK,
		"street": STREET,
		"building": "12",
		"description": f"Тече вода {frappe.generate_hash(length=8)}",
		"files": json.dumps(names),
		**fields,
	}
	answer = session.post(session.url(API + "submit"), data, timeout=60)
	frappe.db.rollback()
	return answer


def attached(doctype: str, name: str) -> list:
	filters = {"attached_to_doctype": doctype, "attached_to_name": name}
	return frappe.get_all(
		"File", filters, ["name", "file_name", "file_url", "is_private", "owner"], order_by="creation"
	)


def get(session, file: str, **params):
	return session.get(
		session.url(f"/api/method/contact_center.access.files.download?file={file}"),
		params=params,
		timeout=60,
	)


def with_photo(request, content: bytes | None = None):
	"""Attach a photo to the request as the portal does, and commit; return its File."""
	with kit.acting("citizen"):
		file = files.attach("Request", request.name, "двір.jpg", content or unique_photo())
	frappe.db.commit()
	return file


def with_evidence(task, **fields):
	"""Attach a photo to a task as its executor does in the desk, as evidence, and commit."""
	with kit.acting("water"):
		doc = {"doctype": "File", "attached_to_doctype": "Request Task", "attached_to_name": task.name}
		file = frappe.get_doc(
			{**doc, "file_name": "готово.jpg", "content": unique_photo(), **fields}
		).insert()
		task = kit.fresh(task)
		task.append("evidence", {"kind": "Photo", "file": file.file_url})
		task.save()
	frappe.db.commit()
	return file
