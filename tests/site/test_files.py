"""Photos and documents: what may come in, and what it hangs on (R3.4, R7.6, R7.7)."""

import base64
import io
import json
import os

import frappe
import kit
import pytest
from frappe.core.doctype.file.file import File
from frappe.utils import add_to_date, now_datetime
from kit_files import (
	HTML,
	PDF,
	attached,
	get,
	photo,
	submit,
	telling_photo,
	unique_photo,
	upload,
	with_evidence,
	with_photo,
)
from kit_portal import API
from PIL import ExifTags, Image, UnidentifiedImageError
from pypdf.errors import PyPdfError

from contact_center import policy
from contact_center.access import files
from contact_center.framework import corrections
from contact_center.portal import uploads

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")


def test_photos_go_up_first_and_hang_on_the_request_once_it_is_sent(citizen):
	"""R3.4, D1: private, as they are; who reads the files' records does not learn whose they are."""
	content = unique_photo()
	files_sent = [
		upload(citizen, "двір.jpg", content),
		upload(citizen, "лист.PDF", PDF + frappe.generate_hash().encode()),
	]
	assert all(answer.ok for answer in files_sent), [answer.text for answer in files_sent]
	answer = submit(citizen, [each.json()["message"]["name"] for each in files_sent])
	assert answer.ok, answer.text
	[image, scan] = attached("Request", answer.json()["message"]["name"])
	assert (image.is_private, scan.is_private, image.owner) == (1, 1, "Administrator")
	assert get(citizen, image.name).content == content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_upright_and_loses_place_and_device(citizen, kind):
	"""D1, D2: executors get it; whatever the site does with the photos of others."""
	content = telling_photo(kind)
	assert Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
	answer = upload(citizen, f"двір.{kind.lower()}", content)
	assert answer.ok, answer.text
	kept = Image.open(io.BytesIO(get(citizen, answer.json()["message"]["name"]).content))
	kept.load()
	assert (kept.format, kept.size, dict(kept.getexif())) == (kind, (32, 64), {})
	assert not {"exif", "xmp", "comment"} & kept.info.keys()
	top, bottom = (kept.convert("RGB").getpixel((16, height)) for height in (8, 56))
	assert top[0] > 200 > 50 > top[2] and bottom[2] > 200 > 50 > bottom[0]


def test_a_photo_of_the_request_sent_again_hangs_on_it_too(citizen, clean):
	"""R3.4: the answer was lost, a photo was added, the form is sent once more with both."""
	photos = [upload(citizen, "двір.jpg", unique_photo()).json()["message"]["name"] for _each in range(2)]
	values = {"description": "Тече вода зі стелі"}
	first, again = submit(citizen, photos[:1], **values), submit(citizen, photos, **values)
	assert again.ok, again.text
	assert first.json()["message"]["name"] == again.json()["message"]["name"]
	assert {row.name for row in attached("Request", again.json()["message"]["name"])} == set(photos)


@pytest.mark.parametrize(
	("name", "content"),
	[
		("двір.html", HTML),
		("двір.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
		("двір.jpg", HTML),
		("двір.exe", b"MZ" + b"\0" * 100),
		("двір.jpg", b""),
	],
	ids=[
		"html",
		"svg",
		"html-as-jpg",
		"exe",
		"empty",
	],
)
def test_what_is_no_photo_and_no_pdf_is_refused(citizen, name, content):
	"""R6.3.3, DESIGN: the content decides, not the name."""
	before = frappe.db.count("File")
	answer = upload(citizen, name, content)
	frappe.db.rollback()
	assert answer.status_code == 417
	assert frappe.db.count("File") == before


def test_a_file_too_large_is_refused():
	"""Contact Center Settings, megabytes."""
	most = policy.settings().max_file_mb * files.MEGABYTE
	exactly = photo() + b"\0" * (most - len(photo()))
	assert files.admitted("двір.jpg", exactly)
	with pytest.raises(frappe.ValidationError):
		files.admitted("двір.jpg", exactly + b"\0")


def test_no_more_files_than_the_settings_allow():
	"""R3.4: up to 10 files."""
	request = kit.filed()
	for number in range(policy.settings().max_files):
		files.attach("Request", request.name, f"{number}.jpg", unique_photo())
	with pytest.raises(frappe.ValidationError):
		files.attach("Request", request.name, "зайве.jpg", unique_photo())


def test_one_file_too_many_keeps_the_request_back(citizen):
	names = [str(number) for number in range(policy.settings().max_files + 1)]
	answer = submit(citizen, names)
	assert (answer.status_code, list(answer.json()["field_errors"])) == (417, ["files"])


@pytest.mark.parametrize(
	("typed", "stored"),
	[
		("../../site_config.json", "site_config.json"),
		("C:\\Users\\Олена\\двір.jpg", "двір.jpg"),
		("<img src=x onerror=alert(1)>.jpg", "img src=x onerror=alert(1).jpg"),
		("а" * 300 + ".jpg", "а" * 96 + ".jpg"),
		("\u202egpj.exe", "gpj.exe"),
		("...", "file"),
	],
)
def test_a_name_is_only_a_name(typed, stored):
	assert files.clean_name(typed) == stored


def test_another_persons_waiting_file_cannot_be_sent_nor_removed(citizen, neighbour):
	"""D1: until it is sent a file is its owner's alone."""
	name = upload(citizen).json()["message"]["name"]
	assert submit(neighbour, [name]).status_code == 417
	neighbour.post(neighbour.url(API + "discard"), {"file": name}, timeout=60)
	assert get(neighbour, name).status_code == 403
	frappe.db.rollback()
	assert frappe.db.exists("File", name)
	assert citizen.post(citizen.url(API + "discard"), {"file": name}, timeout=60).ok
	frappe.db.rollback()
	assert not frappe.db.exists("File", name)


def test_a_file_is_not_moved_from_one_request_to_another(citizen, clean):
	file = with_photo(kit.filed())
	assert submit(citizen, [file.name]).status_code == 417
	assert frappe.db.get_value("File", file.name, "attached_to_name") == file.attached_to_name


def test_files_never_sent_are_removed_after_a_day(monkeypatch):
	"""However many they are."""
	monkeypatch.setattr(uploads, "BATCH", 1)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	with kit.acting("citizen"):
		old, older, new = (
			uploads.take(kit.email("citizen"), "двір.jpg", unique_photo())["name"] for _each in range(3)
		)
	for name in (old, older):
		long_ago = add_to_date(now_datetime(), days=-2)
		frappe.db.set_value("File", name, "creation", long_ago, update_modified=False)
	sent = files.attach("Request", kit.filed().name, "двір.jpg", unique_photo())
	frappe.db.set_value(
		"File", sent.name, "creation", add_to_date(now_datetime(), days=-2), update_modified=False
	)
	uploads.drop_stale()
	kept = [bool(frappe.db.exists("File", name)) for name in (old, older, new, sent.name)]
	assert kept == [False, False, True, True]


def test_an_account_cannot_fill_the_disk():
	"""Three full forms at a time."""
	with kit.acting("neighbour"):
		for _number in range(uploads.FORMS_AT_ONCE * policy.settings().max_files):
			uploads.take(kit.email("neighbour"), "двір.jpg", photo())
		with pytest.raises(frappe.ValidationError):
			uploads.take(kit.email("neighbour"), "двір.jpg", photo())


# Frappe's own ways in


def rest_file(session, **fields):
	return session.post(session.url("/api/resource/File"), json=fields, timeout=60)


STRIP = "strip_exif_metadata_from_uploaded_images"
# By their first bytes these are what they say, and cannot be opened. Frappe opens PDFs since 15.103.
DAMAGED = {"двір.jpg": b"\xff\xd8\xff\xe0" + bytes(40)}
if hasattr(File, "check_content"):
	DAMAGED["акт.pdf"] = PDF[: len(PDF) // 2]


@pytest.fixture
def opening():
	"""Frappe opens the photos that it stores, as it does by default."""
	before = frappe.db.get_single_value("System Settings", STRIP)
	yield _set_strip(1)
	_set_strip(before)


def _set_strip(value: int) -> None:
	frappe.db.set_single_value("System Settings", STRIP, value)
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.db.commit()


@pytest.fixture
def on_task(clean):
	"""Where an executor's file hangs: its task, committed."""
	task = kit.accept(kit.task_of(kit.registered()))
	frappe.db.commit()
	return {"attached_to_doctype": "Request Task", "attached_to_name": task.name}


def kept_files() -> tuple[int, set[str]]:
	"""How many records there are, and what lies on the disk."""
	folders = (frappe.get_site_path(kind, "files") for kind in ("public", "private"))
	frappe.db.rollback()
	return frappe.db.count("File"), {name for folder in folders for name in os.listdir(folder)}


@pytest.mark.usefixtures("opening")
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_whichever_way_it_comes(citizen, as_user, on_task, name):
	"""The sender reads in Ukrainian what to do, and the file is not kept."""
	executor, content, before = as_user(kit.email("water")), DAMAGED[name], kept_files()
	sent = {"file_name": name, "content": base64.b64encode(content).decode(), "decode": 1}
	target = {"doctype": on_task["attached_to_doctype"], "docname": on_task["attached_to_name"]}
	answers = [
		upload(citizen, name, content),
		executor.post(
			executor.url("/api/method/upload_file"), target, files={"file": (name, content)}, timeout=60
		),
		rest_file(executor, **on_task, **sent),
	]
	for answer in answers:
		assert answer.status_code == 417, answer.text
		assert answer.json()["problem"] == {
			"kind": "File Unreadable",
			"values": [name, name.split(".")[1].upper()],
		}
		[message] = json.loads(answer.json()["_server_messages"])
		assert f"«{name}» не читається" in json.loads(message)["message"]
	assert kept_files() == before


def test_a_file_that_is_not_the_base64_it_claims_to_be_is_refused(as_user, on_task):
	executor = as_user(kit.email("water"))
	answer = rest_file(executor, **on_task, file_name="двір.jpg", content="a", decode=1)
	assert answer.status_code == 417, answer.text


@pytest.mark.usefixtures("opening")
def test_frappe_still_fails_at_what_it_cannot_open():
	"""Once it refuses by itself, framework/unreadable_files.py has done its service. An administrator's own file."""
	for name, content in DAMAGED.items():
		with pytest.raises((UnidentifiedImageError, PyPdfError)):
			frappe.get_doc({"doctype": "File", "file_name": name, "content": content}).insert()


def test_a_citizen_hangs_nothing_on_a_request_past_the_portal(citizen):
	"""P1: neither by the framework's upload nor by REST, on the own request neither."""
	request = kit.filed()
	frappe.db.commit()
	data = {"doctype": "Request", "docname": request.name, "is_private": 1}
	answers = [
		citizen.post(
			citizen.url("/api/method/upload_file"), data, files={"file": ("двір.jpg", photo())}, timeout=60
		),
		rest_file(
			citizen,
			file_name="x.jpg",
			content="x",
			attached_to_doctype="Request",
			attached_to_name=request.name,
		),
	]
	assert [answer.status_code for answer in answers] == [403, 403]
	frappe.db.rollback()
	assert attached("Request", request.name) == []


def test_pointing_at_anothers_file_does_not_open_it(citizen, neighbour):
	"""D1: a record that names the address of a file makes no reader of its owner."""
	file = with_photo(kit.filed())
	assert rest_file(neighbour, file_url=file.file_url, is_private=1).status_code == 403
	own = upload(neighbour).json()["message"]["name"]
	change = neighbour.put(
		neighbour.url(f"/api/resource/File/{own}"), json={"file_url": file.file_url}, timeout=60
	)
	assert change.status_code == 403
	assert neighbour.get(neighbour.url(file.file_url), timeout=60).status_code == 403


def test_a_citizens_files_stay_private_and_filed_ones_stay(citizen):
	"""R3.4: nothing of it can be published, moved elsewhere, or taken away once filed."""
	file = with_photo(kit.filed())
	address = citizen.url(f"/api/resource/File/{file.name}")
	changes = ({"is_private": 0}, {"attached_to_doctype": "Request Task", "attached_to_name": "x"})
	assert [citizen.put(address, json=change, timeout=60).ok for change in changes] == [False, False]
	assert citizen.delete(address, timeout=60).status_code == 403
	answer = citizen.post(
		citizen.url("/api/method/upload_file"),
		{"is_private": 0},
		files={"file": ("моє.jpg", unique_photo())},
		timeout=60,
	)
	assert answer.status_code == 403
	frappe.db.rollback()
	kept = frappe.get_doc("File", file.name)
	assert (kept.is_private, kept.attached_to_name, kept.exists_on_disk()) == (1, file.attached_to_name, True)


def test_what_staff_attach_becomes_private(site):
	"""DESIGN: the upload dialog offers "public" too."""
	task = kit.accept(kit.task_of(kit.registered()))
	file = with_evidence(task, is_private=0)
	assert (file.is_private, file.file_url.startswith("/private/files/")) == (1, True)
	assert frappe.get_doc("File", file.name).exists_on_disk()


def test_an_executor_hangs_evidence_on_its_own_task_only():
	"""P4."""
	corrections.apply()  # as before every request
	task = kit.accept(kit.task_of(kit.registered()))
	doc = {
		"doctype": "File",
		"attached_to_doctype": "Request Task",
		"attached_to_name": task.name,
		"is_private": 1,
	}
	with kit.acting("roads"), pytest.raises(frappe.PermissionError):
		frappe.get_doc({**doc, "file_name": "готово.jpg", "content": photo()}).insert()
	with kit.acting("water"), pytest.raises(frappe.ValidationError):
		frappe.get_doc({**doc, "file_name": "готово.jpg", "content": HTML}).insert()
	with kit.acting("water"), pytest.raises(frappe.ValidationError):
		frappe.get_doc({**doc, "file_name": "готово.jpg", "file_url": "https://example.com/x.jpg"}).insert()


def test_reported_evidence_cannot_be_taken_away():
	"""R7.7: until the report it may be exchanged."""
	task = kit.accept(kit.task_of(kit.registered()))
	file = with_evidence(task)
	with kit.acting("water"):
		assert frappe.has_permission("File", "delete", doc=file)
	kit.report(task)
	with kit.acting("water"):
		assert not frappe.has_permission("File", "delete", doc=frappe.get_doc("File", file.name))
