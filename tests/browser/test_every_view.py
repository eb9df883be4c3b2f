"""Every view of every doctype of ours opens for every role that may read it, and nothing goes wrong there unseen.

One login a person; the desk is walked from inside, as by its links.
"""

from collections.abc import Iterator

import frappe
import kit
import pytest
from kit_rest import event_fields, knowledge_fields
from playwright.sync_api import Page

from contact_center.access import roles
from contact_center.desk import call
from contact_center.execution import evidence_checks
from contact_center.intake import joining

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

MODULE = "Contact Center"
PEOPLE = {
	"operator": roles.OPERATOR,
	"supervisor": roles.SUPERVISOR,
	"water": roles.EXECUTOR,
	"management": roles.MANAGEMENT,
	"administrator": roles.ADMINISTRATOR,
	"sysadmin": "System Manager",
}
"""Who opens the views for each role."""

ALLOWED = {"socket.io": "the tests start no server that sends news to open pages"}
"""Part of an error's text, and why it is no fault of a view."""

# Opens a view by its route; answers with what is wrong once the view is there and has asked for all that it shows.
OPEN = """async ([view, doctype, name]) => {
	const until = async (holds) => {
		const end = Date.now() + 15000;
		while (!holds() && Date.now() < end) await new Promise((go) => setTimeout(go, 10));
		return Boolean(holds());
	};
	const rests = () => !frappe.request.ajax_count && !frappe.dom.freeze_count;
	await frappe.model.with_doctype(doctype);
	if (view === "New") name = frappe.model.make_new_doc_and_get_name(doctype);
	const route = { List: ["List", doctype, "List"], Report: ["List", doctype, "Report"], Tree: ["Tree", doctype] }[view];
	await frappe.set_route(route || [view === "print" ? "print" : "Form", doctype, name]);
	const listed = () => window.cur_list?.doctype === doctype && cur_list.view_name === view && cur_list.$frappe_list?.is(":visible");
	const shown = () => window.cur_frm?.docname === name && $(cur_frm.wrapper).find(".form-layout").is(":visible");
	const signs = { Tree: ".tree-node:visible", print: ".print-preview:visible" };
	const is_there = route?.[0] === "List" ? listed : signs[view] ? () => $(signs[view]).length : shown;
	const opened = await until(() => is_there() && rests());
	await new Promise((go) => setTimeout(go, 50));
	await until(rests);
	const dirty = view === "Form" && window.cur_frm?.is_dirty();
	const dialogs = $(".modal.show").get().map((each) => each.innerText.trim());
	$(".modal.show").modal("hide");
	return [...(opened ? [] : ["is not there"]), ...(dirty ? ["is not saved, though nobody typed"] : []), ...dialogs];
}"""


def doctypes() -> list:
	"""DocType documents of ours that have views of their own."""
	return [
		frappe.get_meta(name)
		for name in frappe.get_all("DocType", {"module": MODULE, "istable": 0}, pluck="name")
	]


def views(meta, person: str) -> Iterator[tuple[str, str, str | None]]:
	"""(view, doctype, name) of each view that the person may open."""
	with kit.acting(person):
		if not frappe.has_permission(meta.name):
			return
		if meta.issingle:
			yield "Form", meta.name, meta.name
			return
		yield "List", meta.name, None
		if meta.is_tree:
			yield "Tree", meta.name, None
		if frappe.has_permission(meta.name, "report"):
			yield "Report", meta.name, None
		if frappe.has_permission(meta.name, "create") and not meta.in_create:
			yield "New", meta.name, None
		[name] = frappe.get_list(meta.name, limit=1, order_by="creation desc", pluck="name")
		yield "Form", meta.name, name
		if frappe.has_permission(meta.name, "print"):
			yield "print", meta.name, name


def listen(page: Page) -> list[str]:
	"""What goes wrong on the page from now on: errors of its console and scripts, answers that refuse or fail."""
	wrong: list[str] = []

	def note(text: str) -> None:
		if not any(part in text for part in ALLOWED):
			wrong.append(text)

	page.on(
		"console",
		lambda message: note(f"{message.text} ({message.location['url']})")
		if message.type == "error"
		else None,
	)
	page.on("pageerror", lambda error: note(error.stack or str(error)))
	page.on(
		"response", lambda answer: note(f"{answer.status} {answer.url}") if answer.status >= 400 else None
	)
	return wrong


def one_of_each() -> None:
	"""Make a document of each doctype that the city itself does not bring."""
	request = kit.registered()
	kit.ask_for_term(kit.accept(kit.task_of(request)))
	kit.ask_for_inspection(kit.task_of(request))
	kit.call_inspection(kit.registered())
	checked = kit.executed()
	kit.confirm_and_close(checked)
	kit.sample()
	joining.join(request.name, kit.applicant("neighbour"))
	with kit.acting("operator"):
		card = call.begin("every view", kit.PHONES["citizen"])["name"]
		call.identify(card, {"applicant": kit.applicant()})
		call.consult(card, "every view", {"classifier": kit.LEAK, "text": "Коли дадуть воду"})
	kit.block(kit.memo())
	route = {"executor": "KIT-WATER", "classifier": kit.LEAK, "street": kit.STREET}
	frappe.get_doc({"doctype": "Route Proposal", **route, "declines": 3, "status": "Open"}).insert()
	kit.appeal()
	kit.passed_on(kit.appeal("Gratitude"))
	kit.merged()
	kit.twins()
	reported = kit.executed()
	evidence_checks.check(kit.task_of(reported).name)
	frappe.get_doc({"doctype": "Repair Event", **event_fields("KIT-WATER")}).insert()
	for doctype in ("Clarification", "Administrative Service", "Text Module"):
		frappe.get_doc({"doctype": doctype, **knowledge_fields(doctype)}).insert()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_view_opens(sign_in, person):
	one_of_each()
	page = sign_in(kit.email(person), 1280)
	wrong = listen(page)
	page.goto("/app/request-type")  # not a workspace: its charts would be left half drawn
	page.wait_for_function("window.frappe?.boot && frappe.router?.current_route")
	faults = {}
	for meta in doctypes():
		for view in views(meta, person):
			wrong.clear()
			problem = page.evaluate(OPEN, view)
			if problem or wrong:
				faults[view] = problem + wrong
	assert faults == {}
