"""A card whose talk nobody goes on with is taken over, on record; its first operator loses no words (P2, P3)."""

import json
from datetime import timedelta

import frappe
import kit
import pytest

from contact_center.access import roles
from contact_center.desk import call, shift
from contact_center.framework import access_log
from contact_center.intake import cards, holds, taking_over
from contact_center.reading.desk_drafts import LONGEST, subject_of
from contact_center.record import clock
from contact_center.words import people_words, speech

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city", "no_card")

PHONE = "067 111-00-01"
DRAFT = json.dumps({"subject": {"text": "немає води", "description": "Третій день"}})
THANKS = {"kind": "Complaint", "about": "Contact Center", "text": "Довго чекала на лінії"}
ASKED = {
	"classifier": kit.LEAK,
	"street": kit.STREET,
	"building": "12",
	"description": "З підвалу тече вода",
	"wording_agreed": 1,
}


@pytest.fixture
def no_card(db, monkeypatch):
	"""No open card but those of the test, which leaves nothing: taking over commits."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.db.set_value("Interaction", {"status": "Open"}, "status", "Ended", update_modified=False)


@pytest.fixture
def card() -> str:
	"""The operator's open card, typed on a while ago."""
	return left()


def left(key: str = "k1", draft: str = DRAFT, by: str = "operator") -> str:
	with kit.acting(by):
		name = call.begin(key, phone=PHONE)["name"]
		call.keep(name, draft)
	typed_on(name, timedelta(minutes=5))
	return name


def typed_on(name: str, ago: timedelta) -> None:
	frappe.db.set_value("Interaction", name, "kept_utc", clock.to_utc(clock.now() - ago))


def taken(name: str, by: str = "supervisor", held_by: str = "operator") -> dict:
	with kit.acting(by):
		return shift.take_over(name, kit.email(held_by))


@pytest.fixture
def colleague(db):
	"""The kit has one operator: the supervisor's account works as a second one."""
	user = kit.email("supervisor")
	frappe.db.set_value("Has Role", {"parent": user, "role": roles.SUPERVISOR}, "role", roles.OPERATOR)
	frappe.clear_cache(user=user)
	yield "supervisor"
	frappe.db.rollback()
	frappe.clear_cache(user=user)


def kind_of(caught) -> str:
	return str(caught.value.problem.kind)


def test_colleagues_see_whose_it_is_since_when_and_about_what(card):
	with kit.acting("operator"):
		call.identify(card, {"applicant": kit.applicant()})
	with kit.acting("supervisor"):
		[shown] = shift.open_cards()
	assert shown["operator"] == kit.email("operator") and not shown["mine"]
	caller = frappe.db.get_value("Applicant", kit.applicant(), "full_name")
	assert caller.startswith("Заявниченко Оксана") and (shown["caller"], shown["subject"]) == (
		caller,
		"немає води",
	)
	assert shown["is_idle"] and shown["started"] and shown["typed"]
	with kit.acting("operator"):
		assert shift.open_cards()[0]["mine"]


def test_who_takes_it_over_goes_on_where_it_stood(card, colleague):
	view = taken(card)
	assert (view["name"], view["draft"], view["phone"]) == (card, DRAFT, "+380671110001")
	with kit.acting("supervisor"):
		assert call.mine()["name"] == card
		call.identify(card, {"applicant": kit.applicant(), "consent": 1})
		assert call.register(card, "s1", ASKED)["number"]
		call.end(card)
	row = frappe.get_doc("Interaction", card)
	assert (row.operator, row.taken_over_from, row.status) == (
		kit.email("supervisor"),
		kit.email("operator"),
		"Ended",
	)
	assert row.taken_over_at


def test_each_step_is_on_record(card):
	taken(card)
	typed_on(card, timedelta(minutes=5))
	taken(card, by="operator", held_by="supervisor")
	notes = frappe.get_all(
		"Comment",
		{"reference_doctype": "Interaction", "reference_name": card},
		["owner", "content"],
		order_by="creation",
	)
	assert [note.owner for note in notes] == [kit.email("supervisor"), kit.email("operator")]
	names = [people_words.name_of(kit.email(person)) for person in ("operator", "supervisor")]
	assert all(name in note.content for name in names for note in notes)


def test_who_looked_at_the_caller_is_on_record(card):
	with kit.acting("operator"):
		call.identify(card, {"applicant": kit.applicant()})
	taken(card)
	seen = {
		"user": kit.email("supervisor"),
		"reference_document": kit.applicant(),
		"method": "Caller Look-up",
	}
	assert frappe.db.count("Access Log", seen) >= 1


@pytest.mark.parametrize("act", ["keep", "identify", "consult", "register", "end", "begin"])
def test_the_first_one_is_told_who_has_it_and_writes_nothing(card, act):
	taken(card)
	acts = {
		"keep": lambda: call.keep(card, "{}"),
		"identify": lambda: call.identify(card, {"applicant": kit.applicant()}),
		"consult": lambda: call.consult(card, "c1", {"text": "пояснено"}),
		"register": lambda: call.register(card, "s1", ASKED),
		"end": lambda: call.end(card, "нічого"),
		"begin": lambda: call.begin("k1", phone="067 999 88 77"),
	}
	before = frappe.get_doc("Interaction", card).as_dict()
	with kit.acting("operator"), pytest.raises(frappe.PermissionError) as caught:
		acts[act]()
	assert kind_of(caught) == "Card Taken Over"
	assert frappe.db.get_value("User", kit.email("supervisor"), "full_name") in str(caught.value)
	after = frappe.get_doc("Interaction", card).as_dict()
	assert [after[field] for field in ("draft", "phone", "operator", "status", "applicant")] == [
		before[field] for field in ("draft", "phone", "operator", "status", "applicant")
	]


def test_a_card_that_no_operator_ever_had_was_taken_over_by_nobody():
	"""That of a web request, which the server's own account wrote."""
	with kit.acting("citizen"):
		card = cards.of_web_request(kit.applicant())
	with pytest.raises(frappe.PermissionError) as caught:
		call.keep(card, "{}")
	assert kind_of(caught) == "Not Your Card"


def test_a_registration_whose_answer_the_first_one_never_got_is_not_done_twice(card, colleague):
	with kit.acting("operator"):
		call.identify(card, {"applicant": kit.applicant(), "consent": 1})
		first = call.register(card, "s1", ASKED)
		told = call.consult(card, "c1", {"text": "пояснено"})
		thanked = call.take_appeal(card, "a1", THANKS)
	taken(card)
	with kit.acting("supervisor"):
		assert call.register(card, "s1", ASKED) == first
		assert call.consult(card, "c1", {"text": "пояснено"}) == told
		assert call.take_appeal(card, "a1", THANKS) == thanked
	assert [
		frappe.db.count(each, {"interaction": card}) for each in ("Request", "Consultation", "Appeal")
	] == [1] * 3


def test_a_card_that_is_typed_on_is_no_operators_to_take(card, colleague):
	typed_on(card, timedelta(seconds=30))
	with pytest.raises(frappe.ValidationError) as caught:
		taken(card)
	assert kind_of(caught) == "Card in Use"
	typed_on(card, taking_over.IDLE)
	assert taken(card)["name"] == card


def test_a_supervisor_takes_it_all_the_same(card):
	typed_on(card, timedelta(seconds=1))
	assert taken(card)["name"] == card


def test_what_a_third_one_has_taken_meanwhile_is_not_taken_from_them(card):
	taken(card)
	with pytest.raises(frappe.ValidationError) as caught:
		taken(card, by="Administrator")
	assert kind_of(caught) == "Card Taken Over"
	assert frappe.db.get_value("Interaction", card, "operator") == kit.email("supervisor")


def test_taking_ones_own_is_going_on_with_it(card):
	assert taken(card, by="operator")["name"] == card
	assert not frappe.db.count("Comment", {"reference_doctype": "Interaction", "reference_name": card})


@pytest.mark.parametrize("name", ["", "KIT-no-such-card", "' or 1=1"])
def test_what_is_no_open_card_is_refused(name):
	with pytest.raises(frappe.ValidationError) as caught:
		taken(name)
	assert kind_of(caught) == "Card Ended"


def test_an_ended_card_is_not_taken(card):
	with kit.acting("operator"):
		call.end(card, "нічого")
	with pytest.raises(frappe.ValidationError):
		taken(card)


def test_an_anonymous_caller_is_forgotten_for_all_who_had_the_card(card):
	with kit.acting("operator"):
		call.lookup(PHONE)
	taken(card)
	with kit.acting("supervisor"):
		call.lookup(PHONE)
		call.identify(card, {"anonymous": 1, "warned": 1})
	named = {"reference_document": kit.applicant(), "method": "Caller Look-up"}
	since = {"modified": (">", clock.to_site(clock.now() - timedelta(minutes=1)))}
	assert frappe.db.count("Access Log", {**named, **since}) == 0
	with kit.acting("supervisor"):
		[shown] = shift.open_cards()
	assert shown["anonymous"] and not shown["caller"] and not shown["phone"] and not shown["subject"]


def looked(by: str, number: int) -> str:
	"""Let somebody ask the register of cards, see the caller beside another and open the caller's form."""
	with kit.acting(by):
		access_log.record_all("Applicant", [f"Card Register {number}"], "Card Register")  # commits nothing
		access_log.record_all("Applicant", [kit.applicant()], "Applicants Compared")
		frappe.get_doc("Applicant", kit.applicant()).add_viewed(force=True)
	return kit.email(by)


def named_still(user: str, by: str = "user", log: str = "Access Log", **which) -> int:
	field = "reference_document" if log == "Access Log" else "reference_name"
	return frappe.db.count(log, {by: user, field: ("is", "set"), **which})


def test_what_is_forgotten_was_looked_at_by_who_had_the_card_then(card):
	"""R5.7, D2: what the same people looked at in other talks keeps its names."""
	for log in ("Access Log", "View Log"):
		frappe.db.delete(log)
	looked("supervisor", 1)
	operator = looked("operator", 2)
	taken(card)
	looked("operator", 3)
	supervisor = looked("supervisor", 4)
	with kit.acting("supervisor"):
		call.identify(card, {"anonymous": 1, "warned": 1})
	asked = {"method": "Card Register"}
	register = frappe.get_all("Access Log", asked, ["user", "reference_document"], order_by="creation")
	assert [tuple(row.values()) for row in register] == [
		(supervisor, "Card Register 1"),
		(operator, None),
		(operator, "Card Register 3"),
		(supervisor, None),
	]
	for user in (operator, supervisor):
		assert named_still(user, method="Applicants Compared") == 1
		assert named_still(user, "viewed_by", "View Log") == 1


@pytest.mark.parametrize("person", ["citizen", "stranger", "water", "idler", "management", "administrator"])
def test_others_see_and_take_nothing(card, person):
	for act in (shift.open_cards, shift.overview, lambda: shift.take_over(card, kit.email("operator"))):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			act()
	assert frappe.db.get_value("Interaction", card, "operator") == kit.email("operator")


def test_taking_over_wants_a_post(rest, card):
	answer = rest("supervisor").get("/api/method/contact_center.desk.shift.take_over", card=card, held_by="x")
	assert answer.status_code == 403


# What a supervisor sees


def test_the_overview_counts_what_there_is(card):
	frappe.db.delete("Moderation Hold")
	request = kit.filed(description="У підвалі тече, і вже другий день.")
	with kit.acting("operator"):
		holds.take(request.name)
	left("k2", by="supervisor")
	with kit.acting("supervisor"):
		call.keep(left("k3", by="supervisor"), "{}")
		seen = shift.overview()
	assert [row["name"] for row in seen["cards"]].count(card) == 1 and len(seen["cards"]) == 3
	assert seen["talking"] == 1
	[hold] = [row for row in seen["holds"] if row["request"] == request.name]
	assert hold["operator_name"] == frappe.db.get_value("User", kit.email("operator"), "full_name")
	frappe.db.set_value(
		"Request", request.name, "moderate_from", clock.to_site(clock.now() - timedelta(days=400))
	)
	with kit.acting("supervisor"):
		queue = shift.overview()["queue"]
	assert queue["waiting"] >= 1 and queue["oldest"] == speech.days_words(400)
	assert len(seen["at"]) == 5


def test_an_operator_has_no_overview():
	with kit.acting("operator"), pytest.raises(frappe.PermissionError):
		shift.overview()


def test_the_overview_of_an_empty_shift():
	frappe.db.delete("Moderation Hold")
	with kit.acting("supervisor"):
		seen = shift.overview()
	assert (seen["cards"], seen["talking"], seen["holds"]) == ([], 0, [])


def test_it_asks_as_often_for_many_cards_as_for_one(card, monkeypatch):
	with kit.acting("supervisor"):
		shift.overview()  # what is cached is cached now
		few = queries(monkeypatch)
		for number in range(20):
			left(f"many-{number}")
		assert queries(monkeypatch) == few <= 5


def queries(monkeypatch) -> int:
	"""Return how many statements one overview takes."""
	asked = []
	sql = frappe.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(frappe.db, "sql", lambda *given, **more: asked.append(given[0]) or sql(*given, **more))
		shift.overview()
	return len(asked)


# What is shown of a draft


@pytest.mark.parametrize(
	("draft", "shown"),
	[
		(None, ""),
		("", ""),
		("{", ""),
		("[]", ""),
		("[" * 5000, ""),
		('{"subject": []}', ""),
		('{"subject": {"entry": "x", "text": 5}}', ""),
		('{"subject": {"entry": {"title": "Немає води"}, "text": "вода"}}', "Немає води"),
		('{"subject": {"text": " немає \\n води "}}', "немає води"),
		('{"subject": {"text": "", "description": "<b>x</b>"}}', "<b>x</b>"),
	],
)
def test_the_subject_of_a_draft(draft, shown):
	assert subject_of(draft) == shown


def test_a_long_subject_is_cut():
	found = subject_of(json.dumps({"subject": {"description": "а" * 500}}))
	assert len(found) == LONGEST + 1 and found.endswith("…")


def test_what_is_kept_says_when(card):
	with kit.acting("operator"):
		call.keep(card, DRAFT)
	assert not taking_over.is_idle(cards.locked(card))
