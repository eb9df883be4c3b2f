"""Registration: number, type, executors and terms follow from the Classifier (R4, R5.7, R5.11, R5.12, R3.2)."""

import re
from datetime import timedelta

import frappe
import kit
import pytest
from frappe import _
from kit import CHOICE, DETAILED, LEAK, LIFT, LONG_STREET, MONDAY, NORTH, POTHOLE, SOS, SOUTH, YARD, naive
from kit_city import ROADS, WATER
from kit_files import PDF

from contact_center.access import files
from contact_center.control.redirect import redirect
from contact_center.desk import lookup
from contact_center.policy import policy_records
from contact_center.record import clock, journal, messages
from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.terms import Unit, longest

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def tasks_of(request) -> list:
	fields = [
		"name",
		"executor",
		"is_lead",
		"stage",
		"accept_by",
		"due",
		"first_due",
		"due_utc",
		"executor_email",
		"anonymous",
	]
	return frappe.get_all("Request Task", {"request": request.name}, fields, order_by="name")


def test_a_registered_request_has_number_type_terms_task_and_journal():
	"""R5.11, R5.12, R4.2."""
	with clock.at(MONDAY):
		request = kit.fresh(kit.registered())
	prefix = frappe.db.get_single_value("Contact Center Settings", "number_prefix")
	assert re.fullmatch(rf"{prefix}-2026-\d{{6}}", request.number)
	assert (request.stage, request.request_type, request.lead_executor) == (
		"Registered",
		"emergency",
		"KIT-WATER",
	)
	assert request.received_at == request.registered_at == naive(2026, 3, 2, 10, 0)
	assert request.accept_by == naive(2026, 3, 2, 10, 30)
	assert request.due == request.first_due == naive(2026, 3, 3, 10, 0)
	[task] = tasks_of(request)
	assert (task.executor, task.is_lead, task.stage) == ("KIT-WATER", 1, "Registered")
	assert (task.accept_by, task.due, task.first_due) == (request.accept_by, request.due, request.due)
	assert task.executor_email == "kit-water@example.com"
	assert kit.kinds(request) == ["Received", "Registered", "Sent"]
	assert request.number in request.title


@pytest.mark.parametrize(
	("entry", "accept", "done"),
	[
		pytest.param(SOS, timedelta(minutes=30), naive(2026, 3, 2, 12, 0), id="R4.1-sos"),
		pytest.param(LEAK, timedelta(minutes=30), naive(2026, 3, 3, 10, 0), id="R4.2-emergency"),
		pytest.param(POTHOLE, timedelta(hours=2), naive(2026, 3, 7, 23, 59, 59), id="R4.3-ordinary"),
		pytest.param(YARD, timedelta(hours=2), naive(2026, 3, 17, 23, 59, 59), id="R4.4-medium-term"),
		pytest.param(LIFT, timedelta(hours=2), None, id="R4.5-long-term"),
	],
)
def test_the_classifier_entry_gives_the_terms(entry, accept, done):
	with clock.at(MONDAY):
		request = kit.fresh(kit.registered(classifier=entry))
	assert request.accept_by == clock.to_site(MONDAY + accept)
	assert (request.due, request.first_due) == (done, done)
	assert {(task.accept_by, task.due) for task in tasks_of(request)} == {(request.accept_by, done)}


def test_an_administrators_change_of_a_type_holds_for_the_next_request_only():
	"""R4.6: types are records; R4.8: the first deadline stays for ever."""
	with clock.at(MONDAY):
		before = kit.registered()
		rtype = frappe.get_doc("Request Type", "emergency")
		rtype.update({"done_amount": 6, "accept_amount": 10, "accept_unit": "Minutes"})
		rtype.save()
		after = kit.fresh(kit.registered())
	assert (after.accept_by, after.due) == (naive(2026, 3, 2, 10, 10), naive(2026, 3, 2, 16, 0))
	assert kit.fresh(before).due == kit.fresh(before).first_due == naive(2026, 3, 3, 10, 0)
	frappe.clear_document_cache("Request Type", "emergency")


@pytest.mark.parametrize(
	("building", "district", "executor"),
	[
		("7", NORTH, "KIT-ROADS"),
		("8", SOUTH, "KIT-HOUSING"),
		("7-а", NORTH, "KIT-ROADS"),
		(" 8/2", SOUTH, "KIT-HOUSING"),
	],
)
def test_the_district_follows_from_street_and_building(building, district, executor):
	"""R5.11: and with it the executor."""
	request = kit.registered(classifier=POTHOLE, street=LONG_STREET, building=building)
	assert (request.district, request.lead_executor) == (district, executor)
	assert tasks_of(request)[0].executor == executor


def test_an_address_beats_a_district_ticked_by_mistake():
	request = kit.registered(classifier=POTHOLE, street=LONG_STREET, building="8", district=NORTH)
	assert (request.district, request.lead_executor) == (SOUTH, "KIT-HOUSING")


FAULTY = {
	"a range that ends before it begins": (
		("City Street", kit.STREET),
		"ranges",
		[{"district": NORTH, "parity": "All", "from_building": 50, "to_building": 10}],
		Problem(ProblemKind.RANGE_ROW_EMPTY, ("1",)),
	),
	"hours that overlap": (
		("Working Calendar", policy_records.CALENDAR),
		"week",
		[
			{"weekday": "Monday", "from_time": start, "to_time": end}
			for start, end in (("08:00", "12:00"), ("11:00", "17:00"))
		],
		Problem(ProblemKind.HOURS_OVERLAP, ("0", "11:00")),
	),
	"no working hours": (
		("Working Calendar", policy_records.CALENDAR),
		"week",
		[],
		Problem(ProblemKind.NO_WORKING_HOURS),
	),
	"a day that ends before it begins": (
		("Working Calendar", policy_records.CALENDAR),
		"week",
		[{"weekday": "Monday", "from_time": "17:00", "to_time": "08:00"}],
		Problem(ProblemKind.HOURS_ROW_EMPTY, ("1",)),
	),
	"a day that is listed twice": (
		("Working Calendar", policy_records.CALENDAR),
		"exceptions",
		[{"day": "2026-12-25", "is_working": 0}, {"day": "2026-12-25", "is_working": 0}],
		Problem(ProblemKind.DAY_LISTED_TWICE, ("2026-12-25",)),
	),
	"a warning so much before before": (
		("Request Type", "emergency"),
		"alerts",
		[
			{
				"clock": "Execution",
				"amount": -30,
				"unit": "Minutes",
				"when": "Before",
				"audience": "Executor",
			}
		],
		Problem(ProblemKind.ALERT_ROW_BELOW_ZERO, ("1",)),
	),
	"no amount": (
		("Request Type", "emergency"),
		"done_amount",
		0,
		Problem(ProblemKind.AMOUNT_NOT_POSITIVE, ("done_amount",)),
	),
	"an amount of centuries": (
		("Request Type", "emergency"),
		"done_amount",
		10**6,
		Problem(ProblemKind.AMOUNT_TOO_GREAT, ("done_amount", str(longest(Unit.HOURS)))),
	),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_rule_that_makes_no_sense_is_refused_where_it_is_written(fault):
	"""R4.6, R5.11: not at the next registration, or on every page of the portal."""
	(doctype, name), field, value, problem = FAULTY[fault]
	doc = frappe.get_doc(doctype, name)
	doc.set(field, value)
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError) as refusal:
		doc.save()
	assert refusal.value.problem == problem
	assert "{" not in str(refusal.value)
	assert kit.registered().number


def test_an_address_of_another_executor_is_corrected_after_a_redirect():
	"""R5.11, R6.2.1: the old district's executor does not keep silently what is not its own."""
	request = kit.registered(classifier=POTHOLE, street=LONG_STREET, building="7")
	with pytest.raises(frappe.ValidationError) as refusal:
		kit.corrected(request, building="8")
	assert "Перевірочний виконавець 3" in str(refusal.value)
	assert (kit.fresh(request).building, kit.fresh(request).district) == ("7", NORTH)
	with kit.acting("operator"):
		redirect(kit.task_of(request).name, "KIT-HOUSING", "Будинок 8, а не 7")
	assert kit.corrected(request, building="8").district == SOUTH
	assert kit.task_of(request).district == SOUTH


def test_an_address_of_the_same_executor_is_corrected_and_on_record():
	"""R5.5, RE4: who changed what on the card."""
	request = kit.registered(classifier=LEAK, street=LONG_STREET, building="7")
	kit.corrected(request, building="8", flat="3")
	line = journal.timeline("Request", request.name)[-1]
	assert (line["kind"], line["is_public"]) == ("Commented", 0)
	assert _("Building") in line["text"] and _("Flat") in line["text"] and _("Street") not in line["text"]
	assert kit.task_of(request).district == SOUTH


def test_an_executor_learns_that_the_applicant_became_anonymous():
	"""R5.7: it then decides whether to take it up."""
	request = kit.registered()
	kit.corrected(request, anonymous=1, anonymous_warned=1)
	assert kit.task_of(request).anonymous


def test_an_unverified_phone_of_an_account_is_marked_for_the_operator():
	"""D1, R5.2: in the box where the applicant is chosen."""
	kit_phone = kit.PHONES["citizen"]
	other = frappe.get_doc({"doctype": "Applicant", "surname": "Дзвінченко", "phone": kit_phone}).insert()
	with kit.acting("operator"):
		rows = lookup.applicants("Applicant", kit_phone, "name", 0, 20, None)
	flags = {row[0]: _("account, phone not verified") in row for row in rows}
	assert flags == {kit.applicant(): True, other.name: False}


def test_several_executors_get_a_task_each_and_one_leads():
	"""R5.11."""
	request = kit.registered(classifier=YARD)
	tasks = tasks_of(request)
	assert [(task.name, task.executor, task.is_lead) for task in tasks] == [
		(f"{request.number}-1", "KIT-ROADS", 1),
		(f"{request.number}-2", "KIT-HOUSING", 0),
	]
	assert request.lead_executor == "KIT-ROADS"
	assert kit.kinds(request) == ["Received", "Registered", "Sent", "Sent"]


@pytest.mark.parametrize("channel", ["Phone", "In Person"])
def test_an_oral_request_needs_the_applicants_agreement(channel):
	"""R5.5: the agreement is on record; what came in writing needs none."""
	asked = _("Read the request back to the applicant and tick “Applicant Agrees With the Wording”.")
	with pytest.raises(frappe.ValidationError, match=re.escape(asked)):
		kit.registered(channel=channel, wording_agreed=0)
	assert kit.registered(channel=channel).wording_agreed
	assert kit.registered(channel="E-mail", wording_agreed=0).number


def test_numbers_follow_each_other_and_begin_anew_with_the_citys_year():
	"""R5.12: the year is that of the city's zone, where it begins two hours before UTC's."""
	with clock.at(kit.moment(2031, 12, 31, 23, 59, 59)):
		old = [kit.registered().number for _each in range(2)]
	with clock.at(kit.moment(2032, 1, 1, 0, 0, 0)):
		new = kit.registered().number
	assert [number.rsplit("-", 1)[0][-4:] for number in (*old, new)] == ["2031", "2031", "2032"]
	assert int(old[1][-6:]) == int(old[0][-6:]) + 1
	assert new.endswith("-000001")


def test_the_operators_choice_counts_where_the_entry_allows_it():
	"""R5.11."""
	request = kit.registered(classifier=CHOICE, chosen_executor="KIT-HOUSING")
	assert [(task.executor, task.is_lead) for task in tasks_of(request)] == [("KIT-HOUSING", 1)]


REFUSALS = {
	"no entry": ({"classifier": None}, []),
	"a group": ({"classifier": "KIT-GROUP"}, ["Перевірочна справа Group"]),
	"an entry out of use": ({"classifier": "KIT-RETIRED"}, ["Перевірочна справа Retired"]),
	"no request type": ({"classifier": "KIT-UNTYPED"}, ["Перевірочна справа Untyped"]),
	"fields missing": ({"classifier": DETAILED, "building": None}, ["Building", "Flat", "Photo"]),
	"district needed": ({"classifier": POTHOLE, "street": None}, ["Перевірочна справа Pothole"]),
	"nobody in the district": (
		{"classifier": "KIT-NORTH", "street": LONG_STREET, "building": "2"},
		["Перевірочна справа North", "Південний перевірочний район"],
	),
	"nobody at all": ({"classifier": "KIT-NOBODY"}, ["Перевірочна справа Nobody"]),
	"nobody chosen": ({"classifier": CHOICE}, ["Перевірочна справа Choice"]),
	"an executor not active": ({"classifier": "KIT-IDLE"}, ["Перевірочний виконавець 4"]),
	"a chosen one not active": (
		{"classifier": CHOICE, "chosen_executor": "KIT-IDLE"},
		["Перевірочний виконавець 4"],
	),
	"lead left open": ({"classifier": "KIT-TWO"}, ["Перевірочний виконавець 1", "Перевірочний виконавець 2"]),
	"choice not allowed": ({"chosen_executor": "KIT-ROADS"}, ["Перевірочний виконавець 2"]),
	"no applicant": ({"applicant": None}, []),
	"nothing described": ({"description": "  "}, []),
	"an endless description": ({"description": "а" * 10_001}, ["10000"]),
	"no building number": ({"building": "біля школи"}, ["біля школи"]),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_registered_is_refused_by_name_and_nothing_is_kept(case, db):
	"""R5.11: the message names what is missing; no request, task, journal line or number is used up."""
	fields, named = REFUSALS[case]
	series = db.sql("select * from tabSeries where name like %s order by name", "%-2026-")
	before = kit.counts()
	with clock.at(MONDAY), pytest.raises(frappe.ValidationError) as refusal:
		kit.registered(**fields)
	for name in named:
		assert _(name) in str(refusal.value)
	assert str(refusal.value).strip()
	assert kit.counts() == before
	assert db.sql("select * from tabSeries where name like %s order by name", "%-2026-") == series


def test_required_fields_count_a_file_and_the_applicants_phone(db):
	"""R5.11: a photo is asked for, and found, on a request that waits in moderation."""
	request = kit.filed(classifier=None)
	with kit.acting("operator"):
		request = kit.fresh(request)
		request.update({"classifier": DETAILED, "flat": "5"})
		request.save()
	with pytest.raises(frappe.ValidationError, match=_("Photo")):
		kit.act(request, "Register", "operator")
	assert kit.fresh(request).stage == "Moderation"
	file = {
		"attached_to_doctype": "Request",
		"attached_to_name": request.name,
		"file_name": "kit.png",
		"is_private": 1,
	}
	png = bytes.fromhex(
		"89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
		"9c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
	)
	frappe.get_doc({"doctype": "File", "content": png, **file}).insert()
	assert kit.act(request, "Register", "operator").stage == "Registered"


def test_a_document_is_no_photo():
	"""R5.11."""
	request = kit.filed(classifier=None)
	with kit.acting("operator"):
		request = kit.fresh(request)
		request.update({"classifier": DETAILED, "flat": "5"})
		request.save()
		files.attach("Request", request.name, "акт.pdf", PDF)
	with pytest.raises(frappe.ValidationError, match=_("Photo")):
		kit.act(request, "Register", "operator")


def test_an_anonymous_request_keeps_nobodys_name():
	"""R5.7: its executor sees that it is anonymous."""
	request = kit.registered(anonymous=1, anonymous_warned=1, applicant=kit.applicant())
	assert (request.applicant, request.applicant_email) == (None, None)
	assert tasks_of(request)[0].anonymous == 1


def test_an_anonymous_request_needs_the_operators_warning():
	"""R5.7: that the executor then decides whether to take it up, and it is on record."""
	with pytest.raises(frappe.ValidationError):
		kit.registered(anonymous=1, anonymous_warned=0)


@pytest.mark.parametrize(
	("filed_at", "moderate_from"),
	[
		pytest.param(kit.moment(2026, 3, 2, 10, 0), naive(2026, 3, 2, 10, 0), id="working-hours"),
		pytest.param(kit.moment(2026, 3, 2, 22, 15), naive(2026, 3, 3, 8, 30), id="evening"),
		pytest.param(kit.moment(2026, 3, 3, 3, 0), naive(2026, 3, 3, 8, 30), id="night"),
		pytest.param(kit.moment(2026, 3, 6, 16, 30), naive(2026, 3, 9, 8, 30), id="friday-evening"),
		pytest.param(kit.moment(2026, 3, 8, 12, 0), naive(2026, 3, 9, 8, 30), id="sunday"),
	],
)
def test_a_web_request_outside_working_hours_is_moderated_next_working_day(filed_at, moderate_from):
	"""R3.1, R3.2."""
	with clock.at(filed_at):
		request = kit.filed()
	assert kit.fresh(request).moderate_from == moderate_from
	assert kit.fresh(request).received_at == clock.to_site(filed_at)
	assert request.stage == "Moderation" and not request.number


def test_a_call_is_moderated_at_once_whatever_the_hour():
	"""R3.1."""
	with clock.at(kit.moment(2026, 3, 8, 3, 0)):
		assert kit.fresh(kit.registered()).moderate_from == naive(2026, 3, 8, 3, 0)


def test_terms_of_a_moderated_request_count_from_registration():
	"""R3.2, R4: the applicant's night is not the executor's."""
	with clock.at(kit.moment(2026, 3, 2, 22, 15)):
		request = kit.filed()
	with clock.at(kit.moment(2026, 3, 3, 9, 0)):
		request = kit.fresh(kit.act(request, "Register", "operator"))
	assert request.received_at == naive(2026, 3, 2, 22, 15)
	assert (request.registered_at, request.due) == (naive(2026, 3, 3, 9, 0), naive(2026, 3, 4, 9, 0))


@pytest.mark.parametrize(
	("registered_at", "entry", "due", "due_utc"),
	[
		(kit.moment(2026, 3, 28, 12, 0), LEAK, naive(2026, 3, 29, 13, 0), naive(2026, 3, 29, 10, 0)),
		(kit.moment(2026, 3, 29, 2, 30), SOS, naive(2026, 3, 29, 5, 30), naive(2026, 3, 29, 2, 30)),
		(kit.moment(2026, 10, 25, 2, 59), SOS, naive(2026, 10, 25, 3, 59), naive(2026, 10, 25, 1, 59)),
		(
			kit.moment(2026, 10, 25, 3, 30, fold=1),
			SOS,
			naive(2026, 10, 25, 5, 30),
			naive(2026, 10, 25, 3, 30),
		),
		(
			kit.moment(2028, 2, 28, 23, 59, 59),
			LEAK,
			naive(2028, 2, 29, 23, 59, 59),
			naive(2028, 2, 29, 21, 59, 59),
		),
		(
			kit.moment(2028, 2, 14, 23, 59, 59),
			YARD,
			naive(2028, 2, 29, 23, 59, 59),
			naive(2028, 2, 29, 21, 59, 59),
		),
	],
)
def test_hours_are_hours_across_clock_changes_and_leap_days(registered_at, entry, due, due_utc):
	"""R4.7."""
	with clock.at(registered_at):
		request = kit.fresh(kit.registered(classifier=entry))
	assert (request.due, request.due_utc) == (due, due_utc)
	assert {(task.due, task.due_utc) for task in tasks_of(request)} == {(due, due_utc)}


def test_registering_takes_at_most_thirty_queries():
	"""The whole of it: number, task, journal, queued messages, with warm caches."""
	kit.registered()
	person = kit.applicant()
	with kit.acting("operator"), kit.counting_queries() as queries:
		from contact_center.intake import registration

		registration.register_at_once(kit.values(applicant=person))
	assert len(queries) - 1 <= 30, queries  # one is the kit's own


def test_the_executor_is_notified_only_after_the_commit(db):
	"""R5.12, R8.2.3: a request that is rolled back sends no message."""
	request = kit.registered()
	queued = {(each.doctype, each.event) for each in messages.pending()}
	assert {("Request", "registered"), ("Request Task", "sent")} <= queued
	db.rollback()
	assert not messages.pending()
	assert not db.exists("Request", request.name)


def test_the_form_the_api_and_the_import_give_the_same(as_user):
	"""One way through: a request registered by button over REST is the one that `register` gives."""
	at_once = kit.registered()
	session = as_user(kit.email("operator"))
	answer = session.post(session.url("/api/resource/Request"), json=kit.values(), timeout=60)
	assert answer.status_code == 200, answer.text
	moderated = answer.json()["data"]
	assert (moderated["stage"], moderated.get("number")) == ("Moderation", None)
	body = {"doc": frappe.as_json(moderated), "action": "Register"}
	answer = session.post(
		session.url("/api/method/frappe.model.workflow.apply_workflow"), json=body, timeout=60
	)
	assert answer.status_code == 200, answer.text
	frappe.db.rollback()
	by_button = frappe.get_doc("Request", moderated["name"])
	for field in (
		"stage",
		"workflow_state",
		"request_type",
		"lead_executor",
		"district",
		"building",
		"channel",
		"applicant",
	):
		assert by_button.get(field) == at_once.get(field), field
	assert by_button.due - by_button.registered_at == timedelta(hours=24)
	assert int(by_button.number[-6:]) == int(at_once.number[-6:]) + 1
	assert kit.kinds(by_button) == kit.kinds(at_once)
	[task] = tasks_of(by_button)
	assert (task.name, task.executor, task.is_lead) == (f"{by_button.number}-1", "KIT-WATER", 1)


def test_a_refused_button_leaves_the_request_in_moderation(as_user):
	"""R5.11 over REST: 417, the message on the screen, nothing half-made in the database."""
	request = kit.filed(classifier=None)
	session = as_user(kit.email("operator"))
	before = kit.counts()
	body = {"doc": frappe.as_json(kit.fresh(request).as_dict()), "action": "Register"}
	answer = session.post(
		session.url("/api/method/frappe.model.workflow.apply_workflow"), json=body, timeout=60
	)
	assert answer.status_code == 417
	frappe.db.rollback()
	assert kit.counts() == before
	assert (kit.fresh(request).stage, kit.fresh(request).number) == ("Moderation", None)


@pytest.mark.parametrize(
	("classifier", "kind", "values"),
	[
		("KIT-TWO", "Ambiguous Lead", [WATER, ROADS]),
		("KIT-RETIRED", "Inactive Entry", ["KIT-RETIRED"]),
	],
)
def test_a_refusal_over_rest_names_its_kind_beside_the_words(as_user, classifier, kind, values):
	"""R5.11: a machine need not understand the sentence."""
	request = kit.filed(classifier=None)
	frappe.db.set_value("Request", request.name, "classifier", classifier)
	frappe.db.commit()
	session = as_user(kit.email("operator"))
	body = {"doc": frappe.as_json(kit.fresh(request).as_dict()), "action": "Register"}
	answer = session.post(
		session.url("/api/method/frappe.model.workflow.apply_workflow"), json=body, timeout=60
	)
	assert answer.status_code == 417
	problem = answer.json()["problem"]
	assert problem["kind"] == kind
	assert problem["values"] == values


def test_journal_lines_carry_the_terms_they_gave():
	"""R4.8: the journal is enough for the first deadlines."""
	with clock.at(MONDAY):
		request = kit.registered()
	lines = {line.kind: line for line in journal.lines_of([request.name])[request.name]}
	assert lines[Kind.REGISTERED].due == lines[Kind.SENT].due == MONDAY + timedelta(hours=24)
	assert lines[Kind.SENT].accept_by == MONDAY + timedelta(minutes=30)
	assert lines[Kind.SENT].lead


@pytest.mark.parametrize("blank", ["\u200b", "\u2060\u00a0", "\u3164\u3164", "\ufeff \u2800"])
def test_a_description_of_unseen_signs_is_none_in_the_desk_and_over_rest(blank, as_user):
	"""R5.5: an executor has to read what happened."""
	with pytest.raises(frappe.ValidationError):
		kit.registered(description=blank)
	operator = as_user(kit.email("operator"))
	before = kit.counts()
	answer = operator.post(
		operator.url("/api/resource/Request"), json=kit.values(description=blank), timeout=60
	)
	frappe.db.rollback()
	assert answer.status_code == 417, answer.text
	assert kit.counts() == before
