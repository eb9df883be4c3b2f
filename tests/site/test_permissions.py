"""Who may do what to which document, over REST: every role and every doctype (P1-P7, D1).

l list, r read, c create, w write, d delete, x export. Who is not named may do nothing at all.
"""

import frappe
import kit
import pytest
from kit_rest import event_fields, is_refused, knowledge_fields

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

PEOPLE = (
	*("Guest", "citizen", "stranger", "water", "roads", "idler", "operator", "supervisor", "management"),
	*("administrator", "sysadmin"),
)
STAFF = ("operator", "supervisor", "management", "water", "roads", "idler")
RULES = {"administrator": "lrcwdx", "sysadmin": "lrcwdx", **dict.fromkeys(STAFF, "lr")}
# a system manager exports whatever may be read, which is Frappe's own rule
READERS = {
	"operator": "lr",
	"supervisor": "lr",
	"management": "lrx",
	"administrator": "lr",
	"sysadmin": "lrx",
}
# an executor sees what it answers for: the one asked for is that of "water"; writing it is the office's
KNOWLEDGE = {**RULES, "supervisor": "lrcw", "roads": "l", "idler": "l"}
ACCESS = {
	# deciding is the operators'; executors and citizens come to a request by other ways only
	"Request": {**READERS, "operator": "lrcw", "supervisor": "lrcwx"},
	# the one asked for is that of "water"; operators write once the result waits for them
	"Request Task": {**READERS, "water": "lrw", "roads": "l", "idler": "l"},
	"Request Journal": {**READERS, "management": "lr"},
	"Applicant": {"operator": "lrcw", "supervisor": "lrcw"},
	"Joined Applicant": {"operator": "lr", "supervisor": "lr"},
	"Route Proposal": {
		"supervisor": "lr",
		"management": "lr",
		"administrator": "lr",
		"sysadmin": "lrx",
	},
	# the one asked for is that of "water"
	"Extension Request": {**READERS, "management": "lr", "water": "lr", "roads": "l", "idler": "l"},
	# the one asked for is that of "water"
	"Repair Event": {
		**READERS,
		"water": "lrcw",
		"roads": "l",
		"idler": "l",
		"operator": "lrcw",
		"supervisor": "lrcw",
	},
	"Classifier": RULES,
	"Executor": RULES,
	"Request Type": RULES,
	"Working Calendar": RULES,
	"City District": RULES,
	"City Street": RULES,
	"Street Type": RULES,
	"Refusal Ground": RULES,
	"Return Ground": RULES,
	"Clarification": KNOWLEDGE,
	"Administrative Service": KNOWLEDGE,
	"Text Module": {**RULES, "supervisor": "lrcw"},
}


def target(doctype: str, world) -> str:
	return {
		"Request": world.waiting,
		"Request Task": world.own_task,
		"Request Journal": world.line,
		"Joined Applicant": world.joined,
		"Route Proposal": world.proposal,
		"Extension Request": world.wish,
		"Applicant": world.applicant,
		"Repair Event": world.event,
		"Classifier": kit.LEAK,
		"Executor": "KIT-WATER",
		"Request Type": "ordinary",
		"Working Calendar": frappe.get_all("Working Calendar", pluck="name")[0],
		"City District": kit.NORTH,
		"City Street": kit.STREET,
		"Street Type": "лінія",
		"Refusal Ground": "Інше",
		"Return Ground": "Акт незрозумілий або виправлений",
		"Clarification": world.clarification,
		"Administrative Service": world.service,
		"Text Module": world.text_module,
	}[doctype]


def change(doctype: str, person: str) -> dict:
	"""Change the target without effect on others, differently for each person."""
	return {
		"Request": {"place": f"біля школи {person}"},
		"Request Task": {"result_unit": f"Дільниця {person}"},
		"Request Journal": {"text": "Нічого не було"},
		"Joined Applicant": {"answer": "Confirmed"},
		"Route Proposal": {"status": "Dismissed"},
		"Extension Request": {"status": "Agreed"},
		"Applicant": {"flat": person},
		"Repair Event": {"description": f"Заміна труби {person}"},
		"Classifier": {"hint": person},
		"Executor": {"head": person},
		"Request Type": {"color": "#1d5f9e"},
		"Working Calendar": {"exceptions": []},
		"City District": {"title": f"Північний перевірочний район {person}"},
		"City Street": {"former_names": person},
		"Street Type": {"spellings": f"лінія {person}"},
		"Refusal Ground": {"text": f"Не приймаємо, {person}"},
		"Return Ground": {"text": f"Відскануйте ще раз, {person}"},
		"Clarification": {"answer": f"Інша відповідь {person}"},
		"Administrative Service": {"how_long": f"10 днів {person}"},
		"Text Module": {"text": f"Інший текст {person}"},
	}[doctype]


def fresh_document(doctype: str, person: str) -> dict:
	"""A document that could be created; what it leaves is found again by its names."""
	code = f"KIT-NEW-{person.upper()}"
	return {
		"Request": kit.values(),
		"Request Task": {
			"request": frappe.get_all("Request", pluck="name", limit=1)[0],
			"executor": "KIT-WATER",
		},
		"Request Journal": {
			"request": frappe.get_all("Request", pluck="name", limit=1)[0],
			"kind": "Closed",
			"moment": "2026-03-02 10:00:00",
		},
		"Joined Applicant": {
			"request": frappe.get_all("Request", pluck="name", limit=1)[0],
			"applicant": kit.applicant("neighbour"),
		},
		"Route Proposal": {"executor": "KIT-WATER", "classifier": kit.LEAK, "street": kit.STREET},
		"Extension Request": {
			"task": frappe.get_all("Request Task", pluck="name", limit=1)[0],
			"executor": "KIT-WATER",
			"reason": code,
			"asked_at": "2026-03-02 10:00:00",
			"wished_due": "2026-03-09 10:00:00",
		},
		"Applicant": {
			"surname": "Новенко",
			"notify_by": "E-mail",
			"email": f"kit-new-{person}@example.com".lower(),
		},
		"Repair Event": event_fields("KIT-WATER"),
		"Classifier": {"code": code, "title": code, "is_group": 1},
		"Executor": {"code": code, "title": code},
		"Request Type": {
			"code": code,
			"title": code,
			"urgency": 3,
			"accept_unit": "No Fixed Term",
			"done_unit": "No Fixed Term",
		},
		"Working Calendar": {
			"calendar_name": code,
			"week": [{"weekday": "Monday", "from_time": "08:00", "to_time": "17:00"}],
		},
		"City District": {"code": code, "title": code},
		"City Street": {
			"street_type": "вул.",
			"street_name": code,
			"ranges": [{"district": kit.NORTH, "parity": "All"}],
		},
		"Street Type": {"title": code[:20], "spellings": code},
		"Refusal Ground": {"title": code, "text": code},
		"Return Ground": {"title": code, "text": code},
		**{
			each: knowledge_fields(each)
			for each in ("Clarification", "Administrative Service", "Text Module")
		},
	}[doctype]


CASES = [(doctype, person) for doctype in ACCESS for person in PEOPLE]


@pytest.mark.parametrize(("doctype", "person"), CASES)
def test_reading(doctype, person, rest, world):
	"""l, r, x: what is refused shows nothing; what is listed is only what may be read."""
	may, client, name = ACCESS[doctype].get(person, ""), rest(person), target(doctype, world)
	listed = client.get(f"/api/resource/{doctype}", limit_page_length="0", filters={"name": name})
	assert listed.ok if "l" in may else is_refused(listed), listed.text
	if "l" in may:
		assert [row["name"] for row in listed.json()["data"]] == ([name] if "r" in may else [])
	for path in (f"/api/resource/{doctype}/{name}", f"/api/v2/document/{doctype}/{name}"):
		answer = client.get(path)
		assert answer.ok if "r" in may else is_refused(answer), (path, answer.text)
	form = {
		"doctype": doctype,
		"file_format_type": "CSV",
		"fields": '["name"]',
		"filters": "[]",
		"title": doctype,
	}
	answer = client.call("frappe.desk.reportview.export_query", **form)
	assert answer.ok if "x" in may else is_refused(answer), answer.text


@pytest.mark.parametrize(
	("doctype", "person"), [case for case in CASES if "w" in ACCESS[case[0]].get(case[1], "")]
)
def test_writing_that_is_allowed(doctype, person, rest, world):
	"""w."""
	answer = rest(person).put(f"/api/resource/{doctype}/{target(doctype, world)}", change(doctype, person))
	assert answer.ok, answer.text


@pytest.mark.parametrize(
	("doctype", "person"), [case for case in CASES if "w" not in ACCESS[case[0]].get(case[1], "")]
)
def test_writing_that_is_refused(doctype, person, rest, world, untouched):
	"""w: by the document's own address, and by each of the framework's other ways to the same."""
	client, name = rest(person), target(doctype, world)
	fields = change(doctype, person)
	frappe.db.rollback()
	document = {**frappe.get_doc(doctype, name).as_dict(), **fields}
	tries = [
		client.put(f"/api/resource/{doctype}/{name}", fields),
		client.put(f"/api/v2/document/{doctype}/{name}/", fields),
		client.call("frappe.client.set_value", doctype=doctype, name=name, fieldname=fields),
		client.call("frappe.client.save", doc=frappe.as_json(document)),
	]
	assert all(is_refused(answer) for answer in tries), [answer.text for answer in tries]
	several = client.call(
		"frappe.client.bulk_update", docs=frappe.as_json([{"doctype": doctype, "docname": name, **fields}])
	)
	assert is_refused(several) or several.json()["message"]["failed_docs"], several.text
	saved = client.call("frappe.desk.form.save.savedocs", doc=frappe.as_json(document), action="Save")
	assert not saved.ok


@pytest.mark.parametrize(
	("doctype", "person"), [case for case in CASES if "c" in ACCESS[case[0]].get(case[1], "")]
)
def test_creating_and_deleting_that_is_allowed(doctype, person, rest, world):
	"""c, d: who may create a rule of the city may delete it as long as nothing hangs on it; a request nobody may."""
	client = rest(person)
	answer = client.post(f"/api/resource/{doctype}", fresh_document(doctype, person))
	assert answer.ok, answer.text
	name = answer.json()["data"]["name"]
	answer = client.delete(f"/api/resource/{doctype}/{name}")
	assert answer.ok if "d" in ACCESS[doctype][person] else is_refused(answer), answer.text
	frappe.db.rollback()
	assert bool(frappe.db.exists(doctype, name)) is not answer.ok


@pytest.mark.parametrize(
	("doctype", "person"), [case for case in CASES if "c" not in ACCESS[case[0]].get(case[1], "")]
)
def test_creating_that_is_refused(doctype, person, rest, untouched):
	"""c."""
	client, fields = rest(person), fresh_document(doctype, person)
	tries = [
		client.post(f"/api/resource/{doctype}", fields),
		client.call("frappe.client.insert", doc={"doctype": doctype, **fields}),
		client.call("frappe.client.insert_many", docs=[{"doctype": doctype, **fields}]),
	]
	assert all(is_refused(answer) for answer in tries), [answer.text for answer in tries]


@pytest.mark.parametrize(
	("doctype", "person"), [case for case in CASES if "d" not in ACCESS[case[0]].get(case[1], "")]
)
def test_deleting_that_is_refused(doctype, person, rest, world, untouched):
	"""d."""
	client, name = rest(person), target(doctype, world)
	tries = [
		client.delete(f"/api/resource/{doctype}/{name}"),
		client.delete(f"/api/v2/document/{doctype}/{name}/"),
		client.call("frappe.client.delete", doctype=doctype, name=name),
	]
	assert all(is_refused(answer) for answer in tries), [answer.text for answer in tries]
	client.call("frappe.desk.reportview.delete_items", doctype=doctype, items=frappe.as_json([name]))


@pytest.mark.parametrize("person", PEOPLE)
def test_settings_are_the_administrators(person, rest):
	"""P7."""
	client = rest(person)
	path = "/api/resource/Contact Center Settings/Contact Center Settings"
	reads = person in ("operator", "supervisor", "administrator", "sysadmin")
	writes = person in ("administrator", "sysadmin")
	answer = client.get(path)
	assert answer.ok if reads else is_refused(answer), answer.text
	answer = client.put(path, {"phone": "1520"})
	assert answer.ok if writes else is_refused(answer), answer.text


PROJECTIONS = {
	**{
		"number": "1520-2026-999999",
		"stage": "Closed",
		"title": "Інше",
		"lead_executor": "KIT-ROADS",
		"request_type": "sos",
	},
	**dict.fromkeys(
		("due", "first_due", "accept_by", "next_deadline", "due_utc", "received_utc"), "2030-01-01 00:00:00"
	),
	**dict.fromkeys(
		("received_at", "registered_at", "accepted_at", "executed_at", "closed_at"), "2030-01-01 00:00:00"
	),
	**dict.fromkeys(("overdue", "accepted_late", "return_count", "redirect_count", "callback_count"), 7),
	**{
		"applicant_answer": "Confirmed",
		"result_for_applicant": "Зроблено",
		"import_key": "мій",
		"applicant_email": "a@b.c",
	},
}


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_an_operator_does_not_write_what_follows_from_acts(person, rest, world):
	"""Number, stage, terms, moments, lateness and counts are the system's: values sent by REST are ignored."""
	client = rest(person)
	before = kit.stored("Request", world.own)
	for changes in (
		{**PROJECTIONS, "place": f"у дворі {person}"},
		{"overdue": 0, "stage": "Moderation", "number": None},
	):
		answer = client.put(f"/api/resource/Request/{world.own}", changes)
		assert answer.ok, answer.text
	frappe.db.rollback()
	after = kit.stored("Request", world.own)
	assert after["place"] == f"у дворі {person}"
	assert {field: after[field] for field in PROJECTIONS} == {field: before[field] for field in PROJECTIONS}


def test_a_new_request_brings_none_of_it_along(rest):
	"""Nor its own name, owner or state: it begins in moderation like any other."""
	fields = {**kit.values(), **PROJECTIONS, "name": "kit-mine", "owner": "Administrator", "docstatus": 1}
	answer = rest("operator").post("/api/resource/Request", fields)
	if not answer.ok:  # a document that says it is submitted may be refused outright
		answer = rest("operator").post("/api/resource/Request", {**fields, "docstatus": 0})
	frappe.db.rollback()
	request = frappe.get_doc("Request", answer.json()["data"]["name"])
	assert (request.stage, request.number, request.docstatus) == ("Moderation", None, 0)
	assert request.owner == kit.email("operator") and request.name != "kit-mine"
	for field in set(PROJECTIONS) - {"stage", "title", "received_at", "received_utc", "applicant_email"}:
		assert not request.get(field), field
	assert request.received_at.year != 2030 and request.applicant_email == kit.email("citizen")


@pytest.mark.parametrize("state", ["Registered", "In Progress", "Closed"])
def test_no_request_is_born_in_a_later_state(state, rest, untouched):
	answer = rest("operator").post("/api/resource/Request", {**kit.values(), "workflow_state": state})
	assert not answer.ok
