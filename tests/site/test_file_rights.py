"""A right to a file comes from the document that it was handed in with, never from a record that names its address (D1)."""

import base64
import json
from pathlib import Path

import frappe
import kit
import pytest
from frappe.utils.password import update_password
from kit_files import photo, unique_photo, with_photo
from kit_rest import PASSWORD, Client

from contact_center.framework import corrections

pytest_plugins = ["kit_city", "kit_rest", "kit_portal"]
OTHERS = ("neighbour", "stranger", "roads", "sales")
"""Who must not see the photo of a citizen's request: another citizen, an account without roles, an executor, and somebody
of another app on the site, who may call all that the framework has."""


@pytest.fixture(autouse=True)
def corrected(db):
	"""As in each process of the site; what a refused change of an account has left is taken back."""
	corrections.apply()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	people = [kit.email(person) for person in (*OTHERS, "water")]
	frappe.db.set_value("User", {"name": ("in", people)}, {"user_image": None, "banner_image": None})
	frappe.db.commit()


@pytest.fixture(scope="module")
def someone(http, rest, world):
	"""`someone(person)`: as `rest`, and `sales`, who has a desk and a role of another app."""
	_leave_sales()  # of a run that was stopped
	kit.add_person_of_another_app(kit.email("sales"), "Kit Vendor", desk_access=1)
	update_password(kit.email("sales"), PASSWORD)
	frappe.db.commit()
	sales = Client(http, "sales")
	yield lambda person: sales if person == "sales" else rest(person)
	frappe.db.rollback()
	_leave_sales()


def _leave_sales() -> None:
	for doctype, name in (("User", kit.email("sales")), ("Role", "Kit Vendor")):
		if frappe.db.exists(doctype, name):
			frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)
	frappe.db.commit()


@pytest.fixture
def file(world):
	"""A photo of a citizen's request, which the operator and the executor at work may see."""
	return with_photo(kit.registered())


def content_of(file) -> bytes:
	frappe.db.rollback()
	return Path(frappe.get_doc("File", file.name).get_full_path()).read_bytes()


def opens(client, file, content: bytes) -> list[str]:
	"""Return the roads by which this person gets the file's content."""
	url, frappe_file = file.file_url, "frappe.core.doctype.file.file."
	rows = client.get("/api/resource/File", filters=[["file_url", "like", f"%{url.split('/')[-1]}%"]])
	names = [row["name"] for row in rows.json().get("data", [])] if rows.ok else []
	asked = {
		"the address": client.get(url),
		"the address of a row": client.get(url, fid=file.name),
		"download_file": client.get("/api/method/frappe.handler.download_file", file_url=url),
		"the old name of download_file": client.get(f"/api/method/{frappe_file}download_file", file_url=url),
		"zip_files": client.call("frappe.core.api.file.zip_files", files=json.dumps([file.name, *names])),
		"public": client.get(url.removeprefix("/private")),
		"our download": client.get("/api/method/contact_center.access.files.download", file=file.name),
	}
	for name in names:
		asked[f"our download of {name}"] = client.get(
			"/api/method/contact_center.access.files.download", file=name
		)
	return [road for road, answer in asked.items() if content in answer.content]


def ways_of_naming(client, file, person: str):
	"""Yield (way, answer): each tries to get a right by a record of one's own that names the file."""
	url, me = file.file_url, kit.email(person)
	site = frappe.utils.get_url()
	resource = "/api/resource/File"
	own = {"attached_to_doctype": "User", "attached_to_name": me}
	for field in ("user_image", "banner_image"):
		yield field, client.put(f"/api/resource/User/{me}", {field: url})
		yield (
			f"set_value {field}",
			client.call("frappe.client.set_value", doctype="User", name=me, fieldname=field, value=url),
		)
	for variant in (
		*(
			url,
			site + url,
			client.base + url,
			url.replace("files", "%66iles", 1),
			url.replace("files/", "files//"),
		),
		*(url.replace("/", "%2F", 1), site + url.replace("/", "%2F", 1), url.replace("/", "%252F", 1)),
		*(url.replace("files/", "files/./"), f"/files/../..{url}", url + "?fid=x", url.upper(), " " + url),
	):
		for target in ({}, own):
			yield f"row {variant}", client.post(resource, {"file_url": variant, "is_private": 1, **target})
	name = url.split("/")[-1]
	yield (
		"folder",
		client.post(resource, {"file_url": url, "file_name": "kit", "is_folder": 1, "is_private": 1}),
	)
	yield "row by name", client.post(resource, {"file_name": name, "is_private": 1})
	yield (
		"empty content",
		client.post(resource, {"file_url": url, "content": "=", "decode": 1, "is_private": 1}),
	)
	yield "content beside", client.post(resource, {"file_url": url, "content": "x", "is_private": 1})
	data = {"file_url": url, "is_private": 1, "doctype": "User", "docname": me}
	for extra in ({}, {"library_file_name": file.name}, {"doctype": "", "docname": ""}):
		answer = client.session.post(f"{client.base}/api/method/upload_file", {**data, **extra}, timeout=60)
		yield f"upload_file {extra}", answer
	attachments = json.dumps([file.name])
	yield (
		"add_attachments",
		client.call(
			"frappe.utils.file_manager.add_attachments", doctype="User", name=me, attachments=attachments
		),
	)
	letter = {"doctype": "User", "name": me, "content": "x", "subject": "x", "attachments": attachments}
	yield "letter", client.call("frappe.core.doctype.communication.email.make", **letter)
	mine = client.post(
		resource, {"file_name": "моє.png", "content": base64.b64encode(photo()).decode(), "decode": 1}
	)
	if mine.ok:
		row = mine.json()["data"]
		for change in ({"file_url": url}, {"thumbnail_url": url}, {"file_url": "", "file_name": name}):
			yield f"change {change}", client.put(f"{resource}/{row['name']}", change)
		forged = {**row, "file_url": url, "file_name": name}
		yield (
			"optimize_file of a forged record",
			client.post(
				"/api/method/run_doc_method", {"method": "optimize_file", "docs": json.dumps(forged)}
			),
		)
	doc = {"doctype": "File", "file_url": url, "is_private": 1}
	yield "client.insert", client.call("frappe.client.insert", doc=json.dumps(doc))
	yield "client.save", client.call("frappe.client.save", doc=json.dumps({**doc, "__islocal": 1}))
	yield (
		"savedocs",
		client.call("frappe.desk.form.save.savedocs", doc=json.dumps({**doc, "__islocal": 1}), action="Save"),
	)
	yield "unzip", client.call("frappe.core.api.file.unzip_file", name=file.name)


@pytest.mark.parametrize("person", OTHERS)
def test_a_record_that_names_a_file_gives_no_right_to_it(someone, file, person):
	client, content = someone(person), content_of(file)
	tried = [way for way, answer in ways_of_naming(client, file, person) if content not in answer.content]
	assert len(tried) >= (35 if person == "sales" else 30), tried
	assert opens(client, file, content) == []
	assert content_of(file) == content
	assert frappe.db.get_value("File", file.name, "is_private") == 1


def test_a_right_ends_with_the_document_though_a_record_of_ones_own_remains(rest, world):
	"""The executor at work may see the photo, and keeps no way to it when the task is taken away."""
	request = kit.registered()
	file = with_photo(request)
	content, water = content_of(file), rest("water")
	list(ways_of_naming(water, file, "water"))
	frappe.db.rollback()
	for owner in (kit.email("water"),):  # as an older version would have made it
		row = {
			"doctype": "File",
			"file_url": file.file_url,
			"is_private": 1,
			"file_name": "x.jpg",
			"name": "kit-later",
		}
		later = frappe.get_doc({**row, "attached_to_doctype": "User", "attached_to_name": owner})
		later.db_insert()
		later.db_set("owner", owner)
	kit.act(kit.task_of(request), "Not My Competence", "water", reason="Це не наша мережа")
	frappe.db.commit()
	left = opens(water, file, content)
	changes = ({"is_private": 0}, {"attached_to_doctype": "ToDo", "attached_to_name": "x"})
	refused = [water.put("/api/resource/File/kit-later", change).status_code for change in changes]
	water.delete("/api/resource/File/kit-later")
	kept = content_of(file)
	frappe.db.delete("File", {"name": "kit-later"})
	frappe.db.commit()
	assert left == [] and kept == content and refused[0] == 403


@pytest.mark.parametrize(
	"person", ["operator", "supervisor", "water", "administrator", "sysadmin", "Administrator"]
)
def test_a_file_of_a_document_of_ours_stays_where_it_was_handed_in(rest, person, file):
	"""Neither published nor hung elsewhere, by whoever may see it; nor by Administrator."""
	before = frappe.db.get_value("File", file.name, ["is_private", "file_url", "attached_to_name"])
	changes = (
		{"is_private": 0},
		{"attached_to_doctype": "User", "attached_to_name": kit.email("water")},
		{"attached_to_doctype": None, "attached_to_name": None},
		{"file_url": "/files/x.jpg"},
	)
	for change in changes:
		frappe.set_user(kit.email(person))
		doc = frappe.get_doc("File", file.name)
		doc.update(change)
		with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
			doc.save()
		frappe.db.rollback()
	frappe.set_user("Administrator")
	assert frappe.db.get_value("File", file.name, ["is_private", "file_url", "attached_to_name"]) == before
	assert frappe.get_doc("File", file.name).exists_on_disk()


def test_two_senders_of_one_photo_share_nothing(world):
	"""The framework would store it once; what happens to one would happen to the other."""
	content = unique_photo()
	one, two = (with_photo(kit.filed(person), content) for person in ("citizen", "neighbour"))
	assert one.file_url != two.file_url and one.content_hash != two.content_hash
	assert (one.file_name, two.file_name) == ("двір.jpg", "двір.jpg")
	frappe.delete_doc("File", one.name, ignore_permissions=True)
	assert not one.exists_on_disk() and two.exists_on_disk()


def test_a_public_file_of_others_takes_no_photo_of_ours_along(file):
	"""The framework moves the records of all files with the same mark."""
	other = frappe.get_doc({"doctype": "File", "file_name": "x.txt", "content": frappe.generate_hash()})
	other.is_private = 1
	other.insert()
	other.db_set("content_hash", frappe.db.get_value("File", file.name, "content_hash"))
	other = frappe.get_doc("File", other.name)
	other.is_private = 0
	with pytest.raises(frappe.PermissionError):
		other.save()


def test_what_is_hung_on_a_task_from_elsewhere_is_a_copy(file):
	"""An operator passes the request's photo on; its way from then on is its own."""
	task = kit.accept(kit.task_of(frappe.get_doc("Request", file.attached_to_name)))
	with kit.acting("operator"):
		named = {"doctype": "File", "file_url": file.file_url, "is_private": 1}
		copy = frappe.get_doc(
			{**named, "attached_to_doctype": "Request Task", "attached_to_name": task.name}
		).insert()
	assert copy.file_url != file.file_url
	assert Path(copy.get_full_path()).read_bytes() == Path(file.get_full_path()).read_bytes()


def test_other_apps_share_their_files_as_before(someone):
	"""A good neighbour: a letter's readers open what is attached to it from elsewhere; equal files are stored once."""
	content = frappe.generate_hash()
	loose = {"doctype": "File", "content": content, "is_private": 1}
	todo = frappe.get_doc(
		{"doctype": "ToDo", "description": "-", "allocated_to": kit.email("sales")}
	).insert()
	frappe.set_user(kit.email("sales"))
	one, two = (frappe.get_doc({**loose, "file_name": f"{name}.txt"}).insert() for name in "ab")
	assert one.file_url == two.file_url
	hung = {
		"doctype": "File",
		"file_url": one.file_url,
		"attached_to_doctype": "ToDo",
		"attached_to_name": todo.name,
	}
	later = frappe.get_doc(hung).insert()
	assert later.is_downloadable() and later.file_url == one.file_url
	public = frappe.get_doc(
		{**loose, "file_name": "c.txt", "content": content + "c", "is_private": 0}
	).insert()
	assert public.is_private == 0 and public.file_url.startswith("/files/")
