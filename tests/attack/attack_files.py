"""Reach for files of others: read, point one's own records at them, make them public, hang on to them, live types."""

import json
from itertools import product

import frappe
import kit
import requests
from attack_arena import Arena
from attack_tally import Tally

PERSONS = ("Guest", "citizen", "stranger", "water", "idler", "management")
LIVE = {
	"x.html": b"<script>alert(1)</script>",
	"x.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
	"x.xhtml": b"<html/>",
	"x.xml": b"<?xml version='1.0'?><a/>",
	"x.js": b"alert(1)",
	"x.htm": b"<b>",
	"x.shtml": b"<b>",
	"x.pdf.html": b"<b>",
}
SCRIPTS = ("text/html", "image/svg", "xml", "javascript")
NAMES = (
	"../../../x.png",
	"..\\x.png",
	"/etc/x.png",
	"x\x00.png",
	"x\r\nSet-Cookie: a=b.png",
	"=cmd|' /C calc'!A0.png",
	"x" * 400 + ".png",
	"<img src=x>.png",
	"\u202egnp.exe",
	".htaccess",
	"site_config.json",
	"con.png",
	"x.png/..",
)


def control(arena: Arena, tally: Tally) -> None:
	"""Who reads the request reads its file, by the very roads; another row of it and a live type are seen."""
	operator = arena.people["operator"]
	shown = [path for path in roads_to(arena) if arena.world.marker in operator.get(path).text]
	tally.seen(len(shown) > 1, f"the operator reads the file by {shown}")
	before = stored(arena)
	row = {"doctype": "File", "file_name": "kit.txt", "file_url": arena.world.hidden_url, "is_private": 1}
	twin = frappe.get_doc(row)
	twin.set_new_name()
	twin.db_insert()
	frappe.db.commit()
	tally.seen(stored(arena) != before, "a second row of the file")
	twin.db_set("is_private", 0, commit=True)
	tally.seen(any(not row.is_private for row in stored(arena)), "a row that is public")
	frappe.db.delete("File", twin.name)
	frappe.db.commit()
	tally.seen(is_live(operator.get("/")), "a page that a browser would run")


def attack(arena: Arena, tally: Tally) -> None:
	for person in PERSONS:
		read(arena, tally, person)
		before = stored(arena)
		for path, verb, arguments in claims(arena, person):
			arena.people[person].session.request(verb, arena.base + path, json=arguments, timeout=60)
			tally.expect(
				stored(arena) == before,
				f"{person}: {verb} {path} {str(arguments)[:120]} changed the file's row",
			)
		read(arena, tally, person)
		uploads(arena, tally, person)


def read(arena: Arena, tally: Tally, person: str) -> None:
	for path in roads_to(arena):
		answer = arena.people[person].session.get(arena.base + path, timeout=60)
		tally.expect(not arena.leaks(person, answer.text), f"{person} reads another's file by {path}")


def roads_to(arena: Arena) -> tuple[str, ...]:
	url = arena.world.hidden_url
	return (
		*(
			url,
			url.upper(),
			url + "?x=1",
			url.replace("/private", "/private/."),
			url.replace("/private", "//private"),
			url.replace("/private", ""),
		),
		*(
			f"/api/method/download_file?file_url={url}",
			f"/api/method/frappe.core.doctype.file.file.download_file?file_url={url}",
			f"/api/method/frappe.utils.file_manager.download_file?file_url={url}",
		),
		*(
			f"/api/resource/File/{arena.world.hidden_file}",
			f"/api/v2/document/File/{arena.world.hidden_file}",
			f"/api/method/frappe.client.get_value?doctype=File&fieldname=file_url&filters={arena.world.hidden_file}",
		),
		f"/api/method/frappe.utils.image.optimize_image?content={url}",
	)


def stored(arena: Arena) -> list:
	"""Return every row that names the file's address: what it hangs on and whether it is private."""
	frappe.db.rollback()
	return frappe.get_all(
		"File",
		{"file_url": arena.world.hidden_url},
		["name", "is_private", "attached_to_name", "owner"],
		order_by="name",
	)


def claims(arena: Arena, person: str) -> list[tuple[str, str, dict]]:
	"""Return the ways to a right to the file by a row of one's own."""
	url, name, me = arena.world.hidden_url, arena.world.hidden_file, kit.email(person)
	file, call = {"doctype": "File", "file_url": url}, "/api/method/"
	return [
		(f"/api/resource/User/{me}", "PUT", {"user_image": url}),
		(f"/api/resource/User/{me}", "PUT", {"banner_image": url}),
		(
			call + "frappe.core.doctype.user.user.update_profile_info",
			"POST",
			{"profile_info": json.dumps({"user_image": url})},
		),
		("/api/resource/File", "POST", file),
		("/api/resource/File", "POST", {**file, "attached_to_doctype": "User", "attached_to_name": me}),
		("/api/resource/File", "POST", {**file, "is_private": 0}),
		(
			"/api/resource/File",
			"POST",
			{**file, "attached_to_doctype": "Request Task", "attached_to_name": arena.world.own_task},
		),
		(call + "upload_file", "POST", {"file_url": url}),
		(call + "upload_file", "POST", {"file_url": url, "doctype": "User", "docname": me, "is_private": 0}),
		(call + "upload_file", "POST", {"library_file_name": name, "doctype": "User", "docname": me}),
		(
			call + "frappe.utils.file_manager.add_attachments",
			"POST",
			{"doctype": "User", "name": me, "attachments": json.dumps([name])},
		),
		(
			call + "frappe.client.set_value",
			"POST",
			{"doctype": "File", "name": name, "fieldname": "is_private", "value": 0},
		),
		(f"/api/resource/File/{name}", "PUT", {"is_private": 0}),
		(
			f"/api/resource/File/{name}",
			"PUT",
			{"attached_to_name": arena.world.own_task, "attached_to_doctype": "Request Task"},
		),
		(f"/api/resource/File/{name}", "DELETE", {}),
		(
			call + "frappe.core.doctype.file.file.move_file",
			"POST",
			{"file_list": json.dumps([{"name": name}]), "new_parent": "Home", "old_parent": "Home"},
		),
		(
			call + "frappe.core.api.file.move_file",
			"POST",
			{"file_list": json.dumps([{"name": name}]), "new_parent": "Home", "old_parent": "Home"},
		),
		(call + "frappe.core.api.file.unzip_file", "POST", {"name": name}),
		(call + "frappe.core.api.file.optimize_saved_image", "POST", {"doc_name": name}),
		(
			call + "frappe.desk.form.utils.remove_attach",
			"POST",
			{"fid": name, "dt": "Request", "dn": arena.world.other},
		),
		(call + "contact_center.portal.api.discard", "POST", {"file": name}),
		(
			call + "contact_center.portal.api.supplement",
			"POST",
			{"name": arena.world.own, "files": json.dumps([name])},
		),
	]


def uploads(arena: Arena, tally: Tally, person: str) -> None:
	"""Files that a browser would run, and names that would lead elsewhere or into a header."""
	for (name, content), private in product({**LIVE, **dict.fromkeys(NAMES, kit.PNG)}.items(), ("0", "1")):
		for path in ("/api/method/upload_file", "/api/method/contact_center.portal.api.upload"):
			answer = arena.people[person].session.post(
				arena.base + path, files={"file": (name, content)}, data={"is_private": private}, timeout=60
			)
			tally.expect(
				answer.status_code < 500,
				f"{person}: upload of {name[:30]!r} by {path} answers {answer.status_code}",
			)
			if answer.ok:
				check_type(arena, tally, person, name, answer)


def is_live(shown: requests.Response) -> bool:
	live = any(kind in shown.headers.get("Content-Type", "") for kind in SCRIPTS)
	return shown.ok and live and "attachment" not in shown.headers.get("Content-Disposition", "")


def check_type(arena: Arena, tally: Tally, person: str, name: str, answer: requests.Response) -> None:
	made = answer.json().get("message") or {}
	url = made.get("file_url") or made.get("url") or ""
	shown = arena.people[person].session.get(arena.base + url, timeout=60)
	tally.expect(
		not is_live(shown) and ".." not in url,
		f"{person}: {name[:30]!r} is served as {shown.headers.get('Content-Type')} at {url}",
	)
	if made.get("name"):
		frappe.db.rollback()
		frappe.delete_doc("File", made["name"], force=True, ignore_missing=True)
		frappe.db.commit()
