"""Write template strings where people write texts and names: nothing of them is run, wherever it is shown."""

from itertools import product

import requests
from attack_arena import Arena
from attack_tally import Tally

STRINGS = (
	"{{ 73951*96893 }}",
	"{% print(73951*96893) %}",
	"${73951*96893}",
	"#{73951*96893}",
	"<%= 73951*96893 %>",
	"{{ frappe.conf.db_password }}",
	"{{ frappe.session.sid }}",
)
MARK = "7165334243"
PAGES = (
	"/login?redirect-to=",
	"/search?q=",
	"/message?title=",
	"/error?x=",
	"/works?street=",
	"/home?x=",
	"/list?doctype=",
	"/me?x=",
	"/printview?doctype=",
	"/app?x=",
	"/contact?x=",
	"/report?street=",
	"/",
)


def control(arena: Arena, tally: Tally) -> None:
	"""A template of the Administrator's is run, and it is seen."""
	row = {"name": "kit-template", "subject": STRINGS[0], "response": STRINGS[0]}
	arena.administrator.post("/api/resource/Email Template", row)
	called = "frappe.email.doctype.email_template.email_template.get_email_template"
	answer = arena.administrator.call(called, template_name="kit-template", doc="{}")
	tally.seen(has_run(answer), f"a letter's template: {answer.status_code}")
	arena.administrator.delete("/api/resource/Email Template/kit-template")


def attack(arena: Arena, tally: Tally) -> None:
	for person, page, text in product(("Guest", "citizen", "water"), PAGES, STRINGS):
		check(
			arena,
			tally,
			person,
			page + text,
			arena.people[person].session.get(arena.base + page + text, timeout=60),
		)
	for person, text in product(("citizen", "water", "operator"), STRINGS):
		for path, arguments in ways(arena, text):
			check(arena, tally, person, path, arena.people[person].post(path, arguments))


def ways(arena: Arena, text: str) -> list[tuple[str, dict]]:
	call, task = "/api/method/", {"doctype": "Request Task", "name": arena.world.own_task}
	return [
		(
			call + "frappe.www.printview.get_html_and_style",
			{"doc": task["doctype"], "name": task["name"], "print_format": text},
		),
		(
			call + "frappe.email.doctype.email_template.email_template.get_email_template",
			{"template_name": text, "doc": "{}"},
		),
		(call + "frappe.utils.jinja.render_template", {"template": text, "context": "{}"}),
		(
			call + "frappe.contacts.doctype.address.address.get_address_display",
			{"address_dict": {"address_line1": text}},
		),
		(
			call + "frappe.core.doctype.communication.email.make",
			{**task, "subject": text, "content": text, "recipients": "a@example.com"},
		),
		(call + "frappe.website.doctype.web_page_view.web_page_view.make_view_log", {"path": text}),
		(call + "contact_center.control.comments.comment", {**task, "text": text}),
		(
			call + "frappe.desk.form.utils.add_comment",
			{
				"reference_doctype": task["doctype"],
				"reference_name": task["name"],
				"content": text,
				"comment_email": "x",
				"comment_by": "x",
			},
		),
		("/api/resource/Note", {"title": text, "content": text}),
		("/api/resource/Email Template", {"name": text, "subject": text, "response": text}),
		("/api/resource/Notification", {"subject": text, "message": text, "document_type": "Request"}),
	]


def check(arena: Arena, tally: Tally, person: str, where: str, answer) -> None:
	run = has_run(answer)
	tally.expect(
		not run and not arena.leaks(person, answer.text) and answer.status_code != 500,
		f"{person}: {where}: ran {run}, {answer.status_code}, {arena.leaks(person, answer.text)}",
	)


def has_run(answer: requests.Response) -> bool:
	return MARK in answer.text.replace("73951*96893", "")
