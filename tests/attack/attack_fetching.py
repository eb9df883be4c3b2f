"""Make the server fetch an address of its own machine: a listener counts who comes."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

from attack_arena import Arena
from attack_tally import Tally

PERSONS = ("Guest", "citizen", "stranger", "water", "operator", "management")


class Visits(BaseHTTPRequestHandler):
	seen: list[str] = []

	def do_GET(self):
		Visits.seen.append(self.path)
		self.send_response(200)
		self.end_headers()
		self.wfile.write(b"seen")

	do_POST = do_HEAD = do_PUT = do_GET

	def log_message(self, *args):
		pass


@contextmanager
def listener() -> Iterator[str]:
	server = ThreadingHTTPServer(("127.0.0.1", 0), Visits)
	threading.Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield f"http://127.0.0.1:{server.server_port}"
	finally:
		server.shutdown()
		server.server_close()


def control(arena: Arena, tally: Tally) -> None:
	"""A gateway for text messages that the Administrator names is fetched: the listener sees it come."""
	with listener() as base:
		Visits.seen.clear()
		gateway = {
			"sms_gateway_url": f"{base}/control",
			"message_parameter": "text",
			"receiver_parameter": "to",
		}
		set_up = arena.administrator.put("/api/resource/SMS Settings/SMS Settings", gateway)
		sms = "frappe.core.doctype.sms_settings.sms_settings.send_sms"
		sent = arena.administrator.call(sms, receiver_list='["+380670000000"]', msg="kit")
		came = any("/control" in each for each in Visits.seen)
		tally.seen(came, f"the gateway of the Administrator: {set_up.status_code}, {sent.status_code}")


def attack(arena: Arena, tally: Tally) -> None:
	with listener() as base:
		for person, (number, (way, arguments)) in product(PERSONS, enumerate(ways(arena, base))):
			Visits.seen.clear()
			mark = f"/{person}-{number}"
			answer = arena.people[person].post(way, json.loads(json.dumps(arguments).replace("/MARK", mark)))
			came = [each for each in Visits.seen if mark in each]
			tally.expect(not came, f"{person}: the server fetched {base}{mark} for {way}")
			leaked = arena.leaks(person, answer.text)
			tally.expect(not leaked and "root:x:0" not in answer.text, f"{person}: {way} shows {leaked}")


def ways(arena: Arena, base: str) -> list[tuple[str, dict]]:
	"""Return the addresses that take an address, with arguments that name the listener."""
	url, call = base + "/MARK", "/api/method/"
	html = f'<p>x</p><img src="{url}"><iframe src="{url}"></iframe><link rel="stylesheet" href="{url}"><script src="{url}"></script>'
	html += (
		'<iframe src="file:///etc/passwd"></iframe><meta http-equiv="refresh" content="0;url=' + url + '">'
	)
	page = {"html": html, "orientation": "Landscape"}
	own = {"doctype": "Request Task", "docname": arena.world.own_task}
	file = {"doctype": "File", "file_url": url, "file_name": "x.png"}
	hook = {
		"doctype": "Webhook",
		"webhook_doctype": "Request",
		"webhook_docevent": "on_update",
		"request_url": url,
	}
	comment = {"reference_doctype": "Request Task", "reference_name": arena.world.own_task, "content": html}
	return [
		(call + "frappe.utils.print_format.report_to_pdf", page),
		(call + "upload_file", {"file_url": url, **own}),
		(call + "frappe.core.doctype.file.file.create_new_folder", {"file_name": url, "folder": "Home"}),
		("/api/resource/File", file),
		(call + "frappe.client.insert", {"doc": json.dumps({**file, "attached_to_doctype": "Request Task"})}),
		(
			call + "frappe.utils.file_manager.add_attachments",
			{"doctype": "Request Task", "name": own["docname"], "attachments": json.dumps([file])},
		),
		("/api/resource/Webhook", hook),
		(
			call + "frappe.core.doctype.data_import.data_import.get_preview_from_template",
			{"data_import": "x", "google_sheets_url": url},
		),
		(call + "frappe.integrations.utils.make_get_request", {"url": url}),
		(call + "frappe.utils.change_log.get_versions", {"url": url}),
		(
			call + "frappe.desk.form.utils.add_comment",
			{**comment, "comment_email": "a@example.com", "comment_by": "x"},
		),
		(
			call + "frappe.utils.print_format.print_by_server",
			{"doctype": "Request Task", "name": own["docname"], "printer_setting": url},
		),
		(
			call + "frappe.www.printview.get_html_and_style",
			{"doc": json.dumps({"doctype": "Request Task", "name": own["docname"], "result": html})},
		),
		(call + "frappe.integrations.oauth2.approve", {"redirect_uri": url, "client_id": "x"}),
		(call + "frappe.core.api.file.unzip_file", {"name": url}),
		(call + "frappe.website.doctype.web_page.web_page.extract_script_and_style_tags", {"html": html}),
		(
			call + "frappe.core.doctype.user.user.update_profile_info",
			{"profile_info": json.dumps({"user_image": url})},
		),
		(
			call + "frappe.social.doctype.energy_point_log.energy_point_log.review",
			{"doc": json.dumps(own), "reason": html},
		),
		(
			"/api/resource/Email Account",
			{"email_id": "a@example.com", "smtp_server": "127.0.0.1", "smtp_port": base.rsplit(":")[-1]},
		),
		(
			"/api/resource/Print Format",
			{
				"name": "x",
				"doc_type": "Request Task",
				"html": html,
				"print_format_type": "Jinja",
				"custom_format": 1,
			},
		),
	]
