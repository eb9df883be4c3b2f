"""What a city changes without code: types, grounds, evidence, states, who is told (P7, R4.6).

Each is done over REST by a person with the role of our administrator and no other, in the framework's own documents; then
somebody's act shows that it works.
"""

import json
from datetime import timedelta

import frappe
import kit
import pytest
from frappe.model.workflow import get_workflow_name
from kit_rest import is_refused

from contact_center import workflows
from contact_center.access import roles
from contact_center.control import sweep
from contact_center.framework import administrators, corrections
from contact_center.record import clock, messages

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

RESOURCE = "/api/resource"
TYPE, ENTRY = "kit-storm", "KIT-STORM"
GROUND, REFUSAL = "KIT Немає підпису майстра", "KIT Не питання міста"
WAITING, WAIT, GO_ON = "KIT Очікує на тепло", "KIT Чекати на тепло", "KIT Потепліло"
TOLD = "KIT Керівникам: надіслано термінове"


@pytest.fixture
def administrator(rest, world):
	"""The HTTP session of our administrator; what it makes goes with the test."""
	yield rest("administrator")
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype, name in (
		*(("Notification", TOLD), ("Return Ground", GROUND), ("Refusal Ground", REFUSAL)),
		*(("Classifier", ENTRY), ("Request Type", TYPE)),
	):
		frappe.db.delete(doctype, {"name": name})
	for table in (
		"Notification Recipient",
		"Classifier Evidence",
		"Classifier Executor",
		"Request Type Alert",
	):
		frappe.db.delete(table, {"parent": ("in", [TOLD, ENTRY, TYPE])})
	frappe.db.commit()
	frappe.clear_cache()


def made(client, doctype: str, **values) -> dict:
	"""Insert a document, as the form of the desk or a program does."""
	answer = client.post(f"{RESOURCE}/{doctype}", values)
	assert answer.ok, answer.text
	read_anew()
	return answer.json()["data"]


def read_anew() -> None:
	frappe.db.rollback()
	frappe.clear_cache()


def new_type(client, **other) -> None:
	made(
		client,
		"Request Type",
		**{
			**dict(code=TYPE, title="Буревій", urgency=2, accept_amount=15, accept_unit="Minutes"),
			**dict(done_amount=3, done_unit="Hours", counts_from="Registration", day_end="Same Minute"),
			"round_the_clock": 1,
			"alerts": [
				dict(clock="Execution", amount=30, unit="Minutes", when="Before", audience="Supervisor"),
				dict(clock="Execution", amount=1, unit="Hours", when="After", audience="Management"),
			],
			**other,
		},
	)


def new_entry(client, **other) -> None:
	values = {"code": ENTRY, "title": "Повалене дерево", "request_type": "ordinary", "is_active": 1, **other}
	made(client, "Classifier", **{"executors": [{"executor": "KIT-WATER"}], **values})


def sweep_at(moment) -> None:
	with clock.at(moment):
		while sweep.sweep_batch() == sweep.BATCH:
			pass


def test_a_type_with_clocks_and_alerts_of_its_own(administrator):
	"""R4.6: fifteen minutes to accept, three hours to do, a word half an hour before and an hour after."""
	new_type(administrator)
	new_entry(administrator, request_type=TYPE)
	with clock.at(kit.MONDAY):
		request = kit.registered(classifier=ENTRY)
	task = kit.task_of(request)
	begin = clock.to_site(kit.MONDAY)
	assert (task.accept_by, task.due) == (begin + timedelta(minutes=15), begin + timedelta(hours=3))
	for later in (timedelta(minutes=16), timedelta(hours=2, minutes=31), timedelta(hours=4, minutes=1)):
		sweep_at(kit.MONDAY + later)
	fields = ["kind", "audience"]
	lines = frappe.get_all(
		"Request Journal", {"request": request.name}, fields, order_by="moment, idx", as_list=True
	)
	assert {
		("Acceptance Missed", None),
		("Warned", "Supervisor"),
		("Term Broken", None),
		("Escalated", "Management"),
	} <= {(kind, audience or None) for kind, audience in lines}


def test_a_type_that_shows_the_contact_at_once(administrator):
	"""D1: the administrator says which types are urgent."""
	from contact_center.execution.contact import applicant_contact

	new_type(administrator, contact_at_once=1)
	new_entry(administrator, request_type=TYPE)
	task = kit.task_of(kit.registered(classifier=ENTRY))
	with kit.acting("water"):
		assert applicant_contact(task.name)["phone"] == kit.PHONES["citizen"]
	answer = administrator.put(f"{RESOURCE}/Request Type/{TYPE}", {"contact_at_once": 0})
	assert answer.ok, answer.text
	read_anew()
	task = kit.task_of(kit.registered(classifier=ENTRY))
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		applicant_contact(task.name)


def test_a_ground_for_a_return(administrator):
	"""R6.3.3: ticked, told to the executor, counted."""
	made(administrator, "Return Ground", title=GROUND, is_active=1, text="В акті немає підпису майстра.")
	request = kit.executed()
	kit.return_for_rework(request, grounds=(GROUND,))
	assert [row.ground for row in kit.fresh(request).returned_for] == [GROUND]
	assert "підпису майстра" in kit.task_of(request).reviewer_comment
	found = frappe.get_all("Request", [["Return Mark", "ground", "=", GROUND]], pluck="name")
	assert found == [request.name]


def test_a_ground_for_a_refusal(administrator):
	made(administrator, "Refusal Ground", title=REFUSAL, is_active=1, text="Це не в компетенції міста.")
	request = kit.filed()
	kit.act(request, "Reject", "operator", refusal_ground=REFUSAL, reason="Це не в компетенції міста.")
	assert (kit.fresh(request).stage, kit.fresh(request).refusal_ground) == ("Rejected", REFUSAL)


def test_which_evidence_an_entry_needs(administrator):
	"""R7.6, R7.7: a photo is not enough where the entry asks for an act."""
	new_entry(administrator, evidence=[{"kind": "Act"}])
	task = kit.accept(kit.task_of(kit.registered(classifier=ENTRY)))
	photo = {"kind": "Photo", "file": kit.hung_on(task)}
	with pytest.raises(frappe.ValidationError, match="Act"):
		kit.report(task, evidence=[photo])
	act = {"kind": "Act", "file": kit.hung_on(task, name="акт.png")}
	assert kit.report(task, evidence=[act]).stage == "Awaiting Confirmation"


@pytest.fixture
def executor(administrator):
	"""The executor's record; its absences are put back after the test."""
	before = [row.as_dict() for row in frappe.get_doc("Executor", "KIT-ROADS").absences]
	yield "KIT-ROADS"
	read_anew()
	doc = frappe.get_doc("Executor", "KIT-ROADS")
	doc.set("absences", before)
	doc.save(ignore_permissions=True)
	frappe.db.commit()
	frappe.clear_cache()


def test_a_deputy_for_the_days_of_an_absence(administrator, executor):
	"""P5: named in the executor's record; on these days the deputy sees and does what the absent person would."""
	today = clock.to_site(clock.now()).date()
	row = {"user": kit.email("roads"), "deputy": kit.email("idler"), "note": "відпустка"}
	days = {"from_date": str(today), "until_date": str(today + timedelta(days=6))}
	answer = administrator.put(f"{RESOURCE}/Executor/{executor}", {"absences": [{**row, **days}]})
	assert answer.ok, answer.text
	read_anew()
	task = kit.task_of(kit.registered(classifier=kit.POTHOLE))
	assert kit.accept(task, by="idler").stage == "In Progress"


@pytest.fixture
def workflow(administrator):
	"""The name of the tasks' workflow; the shipped one is put back after the test."""
	yield get_workflow_name("Request Task")
	frappe.db.rollback()
	for name in frappe.get_all("Workflow", {"document_type": "Request Task"}, pluck="name"):
		frappe.db.delete("Workflow", {"name": name})
		for table in ("Workflow Document State", "Workflow Transition"):
			frappe.db.delete(table, {"parent": name})
	for doctype, names in {"Workflow State": (WAITING,), "Workflow Action Master": (WAIT, GO_ON)}.items():
		for name in names:
			frappe.delete_doc(doctype, name, force=True, ignore_missing=True)
	frappe.db.commit()
	frappe.clear_cache()
	workflows.install()
	frappe.db.commit()


def with_waiting(client, name: str, **of_transition) -> dict:
	"""The workflow as the administrator's screen sends it: one more state of «In Progress», and how one gets there and back."""
	loaded = client.call("frappe.desk.form.load.getdoc", doctype="Workflow", name=name)
	assert loaded.ok, loaded.text
	found = loaded.json()["docs"][0]
	state = {"state": WAITING, "doc_status": "0", "allow_edit": roles.EXECUTOR}
	found["states"].append({**state, "update_field": "stage", "update_value": "In Progress"})
	step = {"allowed": roles.EXECUTOR, "allow_self_approval": 1}
	found["transitions"] += [
		{**step, "state": "In Progress", "action": WAIT, "next_state": WAITING, **of_transition},
		{**step, "state": WAITING, "action": GO_ON, "next_state": "In Progress"},
	]
	return found


def names_of_the_state(client) -> None:
	made(client, "Workflow State", workflow_state_name=WAITING)
	for action in (WAIT, GO_ON):
		made(client, "Workflow Action Master", workflow_action_name=action)


def saved(client, doc: dict):
	answer = client.call("frappe.desk.form.save.savedocs", doc=json.dumps(doc), action="Save")
	read_anew()
	return answer


def test_one_more_state_with_its_transitions(administrator, workflow):
	"""P7: named, drawn and saved in the framework's own screens; then an executor goes there and on to the end."""
	names_of_the_state(administrator)
	condition = 'doc.is_lead and doc.stage == "In Progress"'
	answer = saved(administrator, with_waiting(administrator, workflow, condition=condition))
	assert answer.ok, answer.text
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	kit.act(task, WAIT, "water")
	assert (kit.fresh(task).workflow_state, kit.fresh(task).stage) == (WAITING, "In Progress")
	kit.act(task, GO_ON, "water")
	kit.report(task)
	assert kit.confirm_and_close(kit.fresh(request)).stage == "Closed"


@pytest.mark.parametrize(
	"change",
	[
		{"condition": 'frappe.db.get_value("Applicant", "x", "phone") == "+380671110001"'},
		{"condition": "doc.get_doc_before_save()"},
		{"condition": "doc.flags"},
	],
)
def test_a_condition_that_reads_more_than_its_writer_may_is_refused(administrator, workflow, change):
	"""D1: what the server runs would answer whatever it is asked."""
	names_of_the_state(administrator)
	assert is_refused(saved(administrator, with_waiting(administrator, workflow, **change)))


def message(**other) -> dict:
	return {
		**dict(name=TOLD, subject="Термінове: {{ doc.number }}", document_type="Request Task", enabled=1),
		**dict(event="Method", method="sent", channel="Email", condition='doc.request_type == "emergency"'),
		"recipients": [{"receiver_by_role": roles.SUPERVISOR}],
		"message": "<p>Взяти в роботу до {{ moment_words(doc.accept_by) }}: {{ doc.address }}</p>",
		**other,
	}


def letters_to(person: str, task) -> list[str]:
	"""Send what befell the task; return the letters that this person gets of this message."""
	before = frappe.get_all("Email Queue", pluck="name")
	messages.send([(task.doctype, task.name, "sent", "")])
	queued = {"name": ("not in", [*before, ""])}
	found = frappe.get_all("Email Queue", queued, ["name", "message"])
	mine = set(frappe.get_all("Email Queue Recipient", {"recipient": kit.email(person)}, pluck="parent"))
	return [row.message for row in found if row.name in mine and "Термінове" in subject(row.message)]


def subject(text: str) -> str:
	import email
	import email.policy

	return str(email.message_from_string(text, policy=email.policy.default)["Subject"])


def test_who_is_told_of_an_event(administrator, mailbox):
	"""RI1, R8.2.3: an own message, recipient, condition and text; sent to them, where the condition holds, and to nobody else."""
	made(administrator, "Notification", **message())
	urgent, ordinary = kit.task_of(kit.registered()), kit.task_of(kit.registered(classifier=kit.POTHOLE))
	messages.forget()
	assert len(letters_to("supervisor", urgent)) == 1
	assert letters_to("operator", urgent) == [] and letters_to("supervisor", ordinary) == []
	answer = administrator.put(f"{RESOURCE}/Notification/{TOLD}", {"enabled": 0})
	assert answer.ok, answer.text
	read_anew()
	assert letters_to("supervisor", urgent) == []


TO_APPLICANT = {"document_type": "Request", "method": "registered", "condition": "doc.notify_by == 'E-mail'"}


def test_a_message_to_the_applicant_alone_may_greet_by_name(administrator):
	text = "{{ letter_greeting(doc.applicant) }} {{ doc.number }}"
	to = [{"receiver_by_document_field": "applicant_email"}]
	made(administrator, "Notification", **message(**TO_APPLICANT, recipients=to, message=text))


@pytest.mark.parametrize(
	"change",
	[
		{"document_type": "User", "method": None, "event": "New"},
		{"document_type": "ToDo", "method": None, "event": "New"},
		{
			"document_type": "Applicant",
			"method": None,
			"event": "New",
			"condition": "",
			"message": "{{ doc.phone }}",
		},
		{"message": "{{ frappe.db.get_value('User', 'Administrator', 'email') }}"},
		{"message": "{{ frappe.get_all('Applicant') }}"},
		{"message": "{% for row in doc.evidence %}{{ row.file }}{% endfor %}"},
		{"message": "{{ doc.evidence | join(', ', attribute='parent_doc.applicant_email') }}"},
		{"message": "{{ doc.evidence }}"},
		{"message": "{% set args = args %}{{ args['description'] }}"},
		{**TO_APPLICANT, "message": "{{ frappe.db.get_value('Applicant', doc.description, 'user') }}"},
		{"message": "{{ doc['request'] }}"},
		{"message": "{{ doc.as_json() }}"},
		{"message": "{{ doc.__class__ }}"},
		{"message": "{{ letter_greeting('x') }}"},
		{"message": "{{ (doc.number, 1) | map('attr', 'x') | list }}"},
		{"subject": "{{ frappe.session.sid }}"},
		{"condition": "frappe.get_all('Applicant')"},
		{"condition": "doc.flags"},
		{"recipients": [{"receiver_by_role": roles.SUPERVISOR, "cc": "{{ frappe.session.user }}"}]},
		{"recipients": [{"receiver_by_role": roles.SUPERVISOR, "condition": "doc.flags"}]},
		{**TO_APPLICANT, "message": "{{ doc.applicant }}"},
		{"set_property_after_alert": "result", "property_value": "Зроблено"},
		{"attach_print": 1},
		{"channel": "Slack"},
	],
	ids=str,
)
def test_a_message_says_no_more_than_its_writer_may_read(administrator, change):
	"""D1: an administrator reads no personal data, and the server would put into a letter whatever its text names."""
	answer = administrator.post(f"{RESOURCE}/Notification", message(**change))
	assert answer.status_code in (403, 417), answer.text
	read_anew()
	assert not frappe.db.exists("Notification", TOLD)


def test_a_letter_is_not_shown_before_it_is_asked_what_it_says():
	"""Version 16 renders what the form holds, unsaved, with whichever document is named."""
	preview = administrators.kept_by_keeper(lambda message, preview_document: preview_document)
	assert preview(None, "REQ-1") == "REQ-1"
	with kit.acting("administrator"), pytest.raises(frappe.PermissionError):
		preview(None, "REQ-1")


@pytest.mark.parametrize(
	"filters",
	[
		'[["Request", "applicant_email", "=", "x@example.com"]]',
		'[["applicant", "=", "x"]]',
		'{"applicant": "x"}',
	],
)
def test_filters_ask_no_more_than_their_writer_may_read(filters):
	"""Whom a letter reaches would tell what they ask; version 16 has them beside conditions."""
	values = message(**{**TO_APPLICANT, "condition": "", "message": "{{ doc.number }}"})
	with kit.acting("administrator"):
		doc = frappe.get_doc({"doctype": "Notification", **values})
		doc.filters = '[["Request", "stage", "=", "Registered"], ["stage", "!=", "Closed"]]'
		administrators.check_message(doc)
		doc.filters = filters
		with pytest.raises(frappe.PermissionError, match="applicant"):
			administrators.check_message(doc)


def test_letters_with_the_document_in_print_are_not_theirs_to_switch_on(administrator, workflow):
	"""The framework prints it as whoever took the step sees it, with the applicant, for all who may take the next."""
	found = administrator.call("frappe.desk.form.load.getdoc", doctype="Workflow", name=workflow).json()[
		"docs"
	][0]
	assert is_refused(saved(administrator, {**found, "send_email_alert": 1}))
	assert not frappe.db.get_value("Workflow", workflow, "send_email_alert")


def test_a_state_writes_nothing_but_the_stage(administrator):
	"""A workflow of appeals that writes an address would have the answer sent there."""
	state = {"state": "Registered", "doc_status": "0", "allow_edit": roles.SUPERVISOR}
	writes = {"update_field": "applicant_email", "update_value": "me@example.com"}
	values = {
		"workflow_name": WAITING,
		"document_type": "Appeal",
		"workflow_state_field": "stage",
		"is_active": 0,
	}
	answer = administrator.post(
		f"{RESOURCE}/Workflow", {**values, "states": [{**state, **writes}], "transitions": []}
	)
	read_anew()
	assert is_refused(answer) and "applicant_email" in answer.text, answer.text
	assert not frappe.db.exists("Workflow", WAITING)


def test_a_greeting_does_not_go_to_others_by_a_change_of_recipients(administrator):
	text, to = "{{ letter_greeting(doc.applicant) }}", [{"receiver_by_document_field": "applicant_email"}]
	made(administrator, "Notification", **message(**TO_APPLICANT, recipients=to, message=text))
	for recipients in ([*to, {"receiver_by_role": roles.ADMINISTRATOR}], [{**to[0], "cc": "me@example.com"}]):
		answer = administrator.put(f"{RESOURCE}/Notification/{TOLD}", {"recipients": recipients})
		assert is_refused(answer), answer.text


def test_a_shipped_message_is_switched_off_and_worded_anew(administrator):
	"""Its text may call what an administrator does not write; it stays, as long as it goes to whom it went."""
	name = frappe.db.get_value("Notification", {"document_type": "Request", "method": "registered"})
	before = frappe.get_doc("Notification", name).as_dict()
	try:
		for change in ({"enabled": 0}, {"enabled": 1, "subject": "Вашу заявку {{ doc.number }} прийнято"}):
			answer = administrator.put(f"{RESOURCE}/Notification/{name}", change)
			assert answer.ok, answer.text
		link = '<a href="{{ frappe.utils.get_url("/my-requests/" ~ doc.name) }}">{{ doc.number }}</a>'
		assert administrator.put(f"{RESOURCE}/Notification/{name}", {"message": link}).ok
	finally:
		read_anew()
		values = {field: before[field] for field in ("enabled", "subject", "message")}
		frappe.db.set_value("Notification", name, values, update_modified=False)
		frappe.db.commit()
		frappe.clear_cache()


def test_workflows_and_messages_of_others_are_not_theirs(administrator, db):
	"""A guest on the site: what is not about a document of ours is none of our administrator's business."""
	corrections.apply()
	other = frappe.get_doc(
		{
			**dict(doctype="Notification", name="KIT чуже", subject="x", document_type="ToDo", event="New"),
			**dict(enabled=0, channel="System Notification", message="x"),
			"recipients": [{"receiver_by_role": "System Manager"}],
		}
	).insert()
	db.commit()
	try:
		assert is_refused(administrator.get(f"{RESOURCE}/Notification/{other.name}"))
		assert is_refused(administrator.put(f"{RESOURCE}/Notification/{other.name}", {"enabled": 1}))
		assert is_refused(
			administrator.put(f"{RESOURCE}/Notification/{other.name}", {"document_type": "Request"})
		)
		listed = administrator.get(
			f'{RESOURCE}/Notification?fields=["document_type"]&limit_page_length=0'
		).json()["data"]
		assert listed and {row["document_type"] for row in listed} <= set(
			frappe.get_all("DocType", {"module": "Contact Center"}, pluck="name")
		)
	finally:
		other.delete()
		db.commit()


@pytest.mark.parametrize("person", ["operator", "supervisor", "management", "water", "citizen"])
@pytest.mark.parametrize("doctype", ["Notification", "Workflow", "Workflow State"])
def test_nobody_else_gets_these_rights(rest, person, doctype):
	values = (
		message() if doctype == "Notification" else {"workflow_state_name": WAITING, "workflow_name": "x"}
	)
	assert is_refused(rest(person).post(f"{RESOURCE}/{doctype}", values))


def test_the_desk_knows_what_the_administrator_may_do(administrator):
	"""A form asks the rows of its doctype."""
	answer = administrator.get("/api/method/frappe.desk.form.load.getdoctype?doctype=Notification")
	rows = answer.json()["docs"][0]["permissions"]
	assert [row["write"] for row in rows if row["role"] == roles.ADMINISTRATOR] == [1]
