"""Whatever kind of file comes by whatever road: it is private, never runs, and hangs only where its sender may write (D1)."""

import base64
import io
import os
import re
from pathlib import Path

import frappe
import kit
import pytest
from frappe import client
from frappe.core.doctype.file import utils
from frappe.utils import file_manager
from kit_files import PDF, unique_photo, with_photo

from contact_center.access import file_kinds, file_rights, served_files
from contact_center.framework import corrections

pytest_plugins = ["kit_city", "kit_rest", "kit_portal"]
PEOPLE = ("citizen", "water", "operator", "Guest")
LIVE = "html htm xhtml xht shtml svg svgz xml xsl xslt mht mhtml js mjs hta swf rss atom xul pht php jsp wasm".split()
OTHER = (
	"css json csv txt md rtf doc docx docm xls xlsx xlsm ppt pptx odt ods pdf zip gz tar 7z rar ics vcf eml exe bat sh py "
	"jar msi lnk url jpg jpeg png gif webp bmp ico avif heic heif mp4 mov webm mp3 woff2"
).split()
ODD = ("HTML", "html.", "html ", "jpg.html", "html;.jpg", "html%00.jpg", "html\u200b", "svg.", "pdf.svg", "")
EXTENSIONS = tuple(dict.fromkeys((*LIVE, *OTHER, *ODD, *sorted(file_kinds.KNOWN))))
SCRIPT = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(document.cookie)</script></html>"
RUNS = re.compile(r"html|xml|svg|javascript|ecmascript|flash|mhtml|rfc822|xsl", re.IGNORECASE)


@pytest.fixture(autouse=True)
def corrected(db):
	"""As in each process of the site."""
	corrections.apply()


def may_run(name: str) -> bool:
	"""Return whether a browser that opens an address of this name would run what it gets."""
	headers = served_files.headers_of(name)
	assert headers["X-Content-Type-Options"] == "nosniff"
	is_saved = headers["Content-Disposition"].startswith("attachment")
	return not is_saved and bool(RUNS.search(headers["Content-Type"]))


# Kinds


def _rest(me: str, name: str) -> str:
	doc = {"doctype": "File", "file_name": name, "is_private": 0, "decode": 1}
	return frappe.get_doc({**doc, "content": base64.b64encode(SCRIPT + _mark())}).insert().name


def _attach_file(me: str, name: str) -> str:
	return client.attach_file(name, SCRIPT + _mark(), "User", me, is_private=0).name


def _save_file(me: str, name: str) -> str:
	return file_manager.save_file(name, SCRIPT + _mark(), "User", me, is_private=0).name


def _renamed(me: str, name: str) -> str:
	doc = frappe.get_doc(
		{"doctype": "File", "file_name": "x.txt", "content": _mark(), "is_private": 0}
	).insert()
	doc.file_name, doc.is_private = name, 0
	doc.save()
	return doc.name


def _data_uri(me: str, name: str) -> str:
	data = base64.b64encode(SCRIPT + _mark()).decode()
	text = f'<img src="data:text/html;filename={name};base64,{data}">'
	doc = frappe.get_doc({"doctype": "Web Page", "name": "kit-page"})
	url = re.search(r'src="([^"?]+)', utils.extract_images_from_html(doc, text, is_private=False))[1]
	return frappe.db.get_value("File", {"file_url": url})


ROADS = (_rest, _attach_file, _save_file, _renamed, _data_uri)


def _mark() -> bytes:
	return frappe.generate_hash().encode()


@pytest.mark.parametrize("person", PEOPLE)
def test_no_kind_of_file_becomes_public_or_runs(world, person, monkeypatch):
	"""All kinds by one road, those that run by every road of the framework; a refusal is as good."""
	monkeypatch.setattr(os, "fsync", lambda file: None)  # which is most of the time of so many files
	tried, kept = 0, 0
	for extension in EXTENSIONS:
		name = f"двір.{extension}"
		for road in ROADS if extension in (*LIVE, *ODD) else ROADS[:1]:
			frappe.set_user("Guest" if person == "Guest" else kit.email(person))
			tried += 1
			try:
				row = file_rights.stored_row(road(frappe.session.user, name))
			except (frappe.PermissionError, frappe.ValidationError, OSError, ValueError):
				continue
			finally:
				frappe.clear_messages()
			kept += 1
			assert row.is_private and row.file_url.startswith("/private/files/"), (road.__name__, name)
			assert not may_run(row.file_url), (road.__name__, name)
			assert not file_rights.may_read(row, kit.email("neighbour")), (road.__name__, name)
			assert not file_rights.may_read(row, "Guest"), (road.__name__, name)
	frappe.set_user("Administrator")
	frappe.db.rollback()
	print(f"{person}: {tried} uploads tried, {kept} kept, all private")


@pytest.mark.parametrize("person", ["citizen", "water", "operator", "Guest"])
def test_no_live_file_becomes_public_over_http(rest, world, person):
	"""The framework's upload, as its dialog and an attacker send it."""
	session = rest(person)
	for extension in (*LIVE[:8], "jpg", "pdf"):
		content = {"jpg": unique_photo(), "pdf": PDF + _mark()}.get(extension, SCRIPT + _mark())
		answer = session.session.post(
			session.base + "/api/method/upload_file",
			{"is_private": 0, "optimize": 0},
			files={"file": (f"двір.{extension}", io.BytesIO(content))},
			timeout=60,
		)
		if answer.ok:
			row = answer.json()["message"]
			assert row["is_private"] == 1 and row["file_url"].startswith("/private/files/"), extension
			assert session.get(row["file_url"].removeprefix("/private")).status_code == 404
		else:
			assert answer.status_code in (401, 403, 417), answer.text


@pytest.mark.parametrize("folder", ["public", "private"])
def test_what_is_served_never_runs(http, rest, folder):
	"""Whoever put it there, of whatever kind: as gunicorn sends it."""
	place, path = (
		Path(frappe.get_site_path(folder, "files")),
		"/files/" if folder == "public" else "/private/files/",
	)
	session, rows, live = rest("sysadmin"), [], []
	names = {
		f"kit-served.{extension}" for extension in (*LIVE, *OTHER, *(set(ODD) - {"html%00.jpg", "html;.jpg"}))
	}
	try:
		for name in names:
			(place / name).write_bytes(SCRIPT)
			rows.append(
				frappe.get_doc({"doctype": "File", "name": frappe.generate_hash(), "file_name": name})
			)
			rows[-1].update({"file_url": path + name, "is_private": int(folder == "private")})
			rows[-1].db_insert()
			rows[-1].db_set("owner", kit.email("sysadmin"))
		frappe.db.commit()
		for name in names:
			answer = session.get(path + name)
			assert answer.status_code == 200 and answer.content == SCRIPT, name
			assert answer.headers["X-Content-Type-Options"] == "nosniff"
			assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
			is_saved = answer.headers["Content-Disposition"].startswith("attachment")
			if not is_saved and RUNS.search(answer.headers["Content-Type"]):
				live.append(name)
	finally:
		for name in names:
			(place / name).unlink(missing_ok=True)
		frappe.db.delete("File", {"name": ("in", [row.name for row in rows])})
		frappe.db.commit()
	print(f"{len(names)} kinds of {folder} files served")
	assert live == []


# Where they hang


@pytest.fixture
def targets(world):
	"""Documents that neither a citizen nor an executor may write."""
	return [
		("Applicant", kit.applicant("neighbour")),
		("Request", world.other),
		("Request Task", world.done_task),
		("Repair Event", world.event),
		("Executor", "KIT-HOUSING"),
		("Classifier", kit.LEAK),
		("City Street", kit.STREET),
		("User", kit.email("neighbour")),
		("Contact Center Settings", "Contact Center Settings"),
		("Website Settings", "Website Settings"),
		("Role", "Contact Center Operator"),
		("Request", "new-request-1"),
		("Applicant", "new-applicant-1"),
		("Applicant", ""),
	]


@pytest.mark.parametrize("person", ["citizen", "stranger", "roads", "Guest"])
def test_nobody_hangs_a_file_on_what_he_may_not_write(rest, targets, person):
	session, before = rest(person), frappe.db.count("File")
	targets = [each for each in targets if not (person == "roads" and each[0] == "Repair Event")]
	for doctype, name in targets:
		data = {"doctype": doctype, "docname": name, "is_private": 1}
		sent = {"file": ("двір.jpg", io.BytesIO(unique_photo()))}
		doc = {"attached_to_doctype": doctype, "attached_to_name": name, "file_name": "x.txt", "content": "x"}
		answers = [
			session.session.post(f"{session.base}/api/method/upload_file", data, files=sent, timeout=60),
			session.post("/api/resource/File", doc),
			session.call(
				"frappe.client.attach_file", filename="x.txt", filedata="x", doctype=doctype, docname=name
			),
		]
		assert not any(answer.ok for answer in answers), (
			doctype,
			name,
			[each.status_code for each in answers],
		)
	frappe.db.rollback()
	assert frappe.db.count("File") == before


def test_a_field_that_names_anothers_file_gives_no_right_to_it(world):
	"""Every doctype with such a field, whoever may write it: the framework makes a record for what the field names."""
	file = with_photo(kit.registered())
	loose = frappe.get_doc(
		{"doctype": "File", "file_name": "x.txt", "content": _mark(), "is_private": 1}
	).insert()
	fields = frappe.get_all(
		"DocField",
		{"fieldtype": ("in", ["Attach", "Attach Image"])},
		["parent", "fieldname"],
		order_by="parent",
	)
	tried = 0
	for person in ("neighbour", "roads", "stranger", "Guest"):
		frappe.set_user("Guest" if person == "Guest" else kit.email(person))
		for field in fields:
			for url in (file.file_url, loose.file_url):
				doc = frappe.new_doc(field.parent)
				doc.name = f"kit-{field.parent}"
				doc.set(field.fieldname, url)
				frappe.get_attr("frappe.core.doctype.file.utils.attach_files_to_document")(doc, "on_update")
				tried += 1
				assert doc.get(field.fieldname) == url
				assert not file_rights.may_open(url, frappe.session.user), (person, field)
	frappe.set_user("Administrator")
	assert [len(file_rights.rows_at(each.file_url)) for each in (file, loose)] == [1, 1]
	assert frappe.db.get_value("File", loose.name, "attached_to_name") is None
	print(f"{len(fields)} fields, {tried} times named")


# How a refusal looks


@pytest.mark.parametrize("person", ["citizen", "stranger", "roads", "Guest"])
def test_a_file_that_is_not_yours_and_one_that_is_not_there_are_answered_alike(rest, world, person):
	"""A plain page of ours, and no way to learn which files there are."""
	there = frappe.db.get_value("File", world.other_file, "file_url")
	session = rest(person)
	answers = [session.get(path) for path in (there, "/private/files/kit-nothing.jpg")]
	assert [answer.status_code for answer in answers] == [403, 403]
	pages = [
		re.sub(r"redirect-to=[^\"]*|nonce-?[\"=\w-]*", "", answer.text).replace(path, "")
		for answer, path in zip(answers, (there, "/private/files/kit-nothing.jpg"), strict=True)
	]
	assert pages[0] == pages[1]
	assert "Forbidden" not in pages[0] and 'lang="uk"' in pages[0]
