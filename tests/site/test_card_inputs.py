"""What is sent to the operator's desk and cannot be is refused in Ukrainian, by its kind, and nothing is kept (R5)."""

import re
from types import SimpleNamespace

import attack_oracle as oracle
import frappe
import kit
import pytest
from attack_calls import Answer, method
from attack_dry import Dry
from kit import ASKED as GOOD
from kit_city import leaving_nothing

from contact_center.desk import call

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
CYRILLIC = re.compile("[а-яіїєґ]{3}")
NOTED = {"Error Log", "Access Log", "Activity Log", "Route History", "View Log", "Error Snapshot"}
NEW = {"surname": "Новенко", "phone": "0672223344"}


@pytest.fixture(scope="module")
def desk(rest, city, site):
	"""The operator's cards, committed: with a caller, with none, ended, and one of the supervisor's."""
	frappe.db.rollback()
	with leaving_nothing():
		with kit.acting("operator"):
			named, nobody, ended = (call.begin(f"inputs {number}")["name"] for number in range(3))
			call.identify(named, {"applicant": kit.applicant()})
			call.end(ended, "помилилися номером")
		with kit.acting("supervisor"):
			others = call.begin("inputs")["name"]
			consultation = call.consult(others, "c", {"text": "Порада"})["consultation"]
		waiting, finished = kit.filed().name, kit.confirm_and_close(kit.executed()).name
		anonymous = kit.registered(anonymous=1, anonymous_warned=1).name
		frappe.db.commit()
		yield SimpleNamespace(
			named=named,
			nobody=nobody,
			ended=ended,
			others=others,
			consultation=consultation,
			waiting=waiting,
			finished=finished,
			anonymous=anonymous,
		)


@pytest.fixture(scope="module")
def people(rest, site):
	yield {person: Dry.of(rest(person), site) for person in oracle.PEOPLE}
	frappe.clear_cache()


def sent(people, desk, act: str, arguments: dict, person: str = "operator") -> Answer:
	filled = {
		name: getattr(desk, value[1:]) if isinstance(value, str) and value.startswith("@") else value
		for name, value in arguments.items()
	}
	return people[person].send(method(f"contact_center.desk.call.{act}", **filled))


def register(**other) -> tuple[str, dict]:
	return "register", {"card": "@named", "key": "k", "values": {**GOOD, **other}}


def consult(**values) -> tuple[str, dict]:
	return "consult", {"card": "@named", "key": "k", "values": values}


def identify(values, card: str = "@nobody") -> tuple[str, dict]:
	return "identify", {"card": card, "values": values}


def new(**other) -> tuple[str, dict]:
	return identify({"new": {**NEW, **other}})


BAD: list[tuple[tuple[str, dict], str]] = [
	(("begin", {"key": ""}), "Key Needed"),
	(("begin", {"key": " \t"}), "Key Needed"),
	(("begin", {"key": "k", "phone": "не знаю"}), "Bad Phone"),
	(("begin", {"key": "k", "phone": "0671"}), "Bad Phone"),
	(("begin", {"key": "k", "phone": "0671112233, 0504445566"}), "Several Phones"),
	(("begin", {"key": "k", "phone": "1" * 500}), "Bad Phone"),
	(("begin", {"key": "k", "channel": "Web"}), "Unknown Channel"),
	(("begin", {"key": "k", "channel": "Голубом"}), "Unknown Channel"),
	(("begin", {"key": ["k"]}), ""),
	(("begin", {"key": "k", "phone": {"a": 1}}), ""),
	(("begin", {}), ""),
	(("keep", {"card": "@named", "draft": "я" * 20_001}), "Long Text"),
	(("keep", {"card": "@ended", "draft": "{}"}), "Card Ended"),
	(("keep", {"card": "@others", "draft": "{}"}), "Not Your Card"),
	(("keep", {"card": "немає", "draft": "{}"}), "Not Your Card"),
	(("keep", {"card": "", "draft": "{}"}), "Not Your Card"),
	(("keep", {"card": "@named", "draft": {"a": 1}}), ""),
	(("keep", {"card": "@named", "draft": "\x00"}), ""),
	(("keep", {"card": "@named"}), ""),
	(identify({}), "Caller Unknown"),
	(identify("[]"), "Bad Values"),
	(identify("{"), "Bad Values"),
	(identify(["applicant"]), ""),
	(identify({"applicant": "немає"}), "Unknown Applicant"),
	(identify({"applicant": ["x"]}), "Bad Value"),
	(identify({"applicant": "a", "new": NEW}), "Caller Unknown"),
	(identify({"applicant": "a", "surname": "Інша"}), "Value Not Taken"),
	(identify({"applicant": "a", "consent": "авжеж"}), "Bad Value"),
	(identify({"anonymous": 1}), "Caller Not Warned"),
	(identify({"anonymous": 1, "warned": 0}), "Caller Not Warned"),
	(identify({"anonymous": 1, "warned": 1}, "@ended"), "Card Ended"),
	(identify({"anonymous": 1, "warned": 1}, "@others"), "Not Your Card"),
	(new(surname=""), "No Surname"),
	(new(surname=" "), "No Surname"),
	(new(surname="Я" * 141), "Long Value"),
	(new(phone="пізніше"), "Bad Phone"),
	(new(phone="", notify_by="Phone"), "Way Needs Contact"),
	(new(notify_by="E-mail"), "Way Needs Contact"),
	(new(notify_by="Голубом"), "Not One Of"),
	(new(email="не адреса"), ""),
	(new(street="вул. Неіснуюча Зовсім"), "Unknown Street"),
	(new(street=kit.STREET, building="дім"), "Bad Building"),
	(new(street=kit.STREET, building="12", flat="!"), "Bad Flat"),
	(new(building="12 кв 5", flat="6"), "Flat in Building"),
	(new(user="Administrator"), "Value Not Taken"),
	(new(full_name="Інше"), "Value Not Taken"),
	(new(consent=2), "Bad Value"),
	(identify({"new": "Новенко"}), "Bad Values"),
	(identify({"new": [NEW]}), "Bad Values"),
	(register(classifier=""), "Entry Needed"),
	(register(classifier="НЕМА"), "Unknown Code"),
	(register(classifier="KIT-GROUP"), "Entry Is a Group"),
	(register(classifier="KIT-RETIRED"), "Inactive Entry"),
	(register(classifier="KIT-UNTYPED"), "No Request Type"),
	(register(classifier="KIT-NOBODY"), "No Executor"),
	(register(classifier="KIT-TWO"), "Ambiguous Lead"),
	(register(classifier=kit.DETAILED), "Missing Fields"),
	(register(chosen_executor="KIT-WATER"), "Choice Not Allowed"),
	(register(chosen_executor="НЕМА"), "Unknown Executor"),
	(register(district="НЕМА"), "Unknown District"),
	(register(description=""), "No Text"),
	(register(description=" \n\t"), "No Text"),
	(register(description="я" * 10_001), "Long Value"),
	(register(wording="я" * 10_001), "Long Value"),
	(register(place="я" * 141), "Long Value"),
	(register(building="будинок"), "Bad Building"),
	(register(building="0"), "Bad Building"),
	(register(flat="!"), "Bad Flat"),
	(register(street="вул. Неіснуюча Зовсім"), "Unknown Street"),
	(register(latitude="95", longitude="30"), "Bad Coordinates"),
	(register(latitude="північ"), "Bad Value"),
	(register(wording_agreed=0), "Agreement Needed"),
	(register(wording_agreed="так"), "Bad Value"),
	(register(notify_by="Голубом"), "Not One Of"),
	(register(number="1520-2026-000001"), "Value Not Taken"),
	(register(stage="Closed"), "Value Not Taken"),
	(register(applicant="інший"), "Value Not Taken"),
	(register(channel="Web"), "Value Not Taken"),
	(register(interaction="інша"), "Value Not Taken"),
	(register(description=["а"]), "Bad Value"),
	(("register", {"card": "@nobody", "key": "k", "values": GOOD}), "Caller Unknown"),
	(("register", {"card": "@ended", "key": "k", "values": GOOD}), "Card Ended"),
	(("register", {"card": "@others", "key": "k", "values": GOOD}), "Not Your Card"),
	(("register", {"card": "@named", "key": "", "values": GOOD}), "Key Needed"),
	(("register", {"card": "@named", "key": "k", "values": "null"}), "Bad Values"),
	(("register", {"card": "@named", "key": "k"}), ""),
	(consult(), "Consultation Empty"),
	(consult(text="  "), "Consultation Empty"),
	(consult(classifier="НЕМА"), "Unknown Code"),
	(consult(classifier="KIT-RETIRED"), "Inactive Entry"),
	(consult(clarification="немає"), "Answer Gone"),
	(consult(text="я", kind="Порада"), "Not One Of"),
	(consult(text="я", kind="State Body"), "Where to Turn Needed"),
	(consult(text="я" * 10_001), "Long Value"),
	(consult(where_to_turn="я" * 1_001), "Long Value"),
	(consult(text="я", operator="Administrator"), "Value Not Taken"),
	(consult(text={"а": 1}), "Bad Value"),
	(("consult", {"card": "@ended", "key": "k", "values": {"text": "я"}}), "Card Ended"),
	(("consult", {"card": "@others", "key": "k", "values": {"text": "я"}}), "Not Your Card"),
	(("consult", {"card": "@named", "key": " ", "values": {"text": "я"}}), "Key Needed"),
	(("undo_consultation", {"consultation": "немає"}), "No Consultation"),
	(("undo_consultation", {"consultation": ""}), "No Consultation"),
	(("undo_consultation", {"consultation": "@consultation"}), "Not Your Card"),
	(("end", {"card": "@named"}), "Card Without Outcome"),
	(("end", {"card": "@named", "note": "   "}), "Card Without Outcome"),
	(("end", {"card": "@named", "note": "я" * 1_001}), "Long Value"),
	(("end", {"card": "@others", "note": "я"}), "Not Your Card"),
	(("clear_up", {"request": "@waiting", "outcome": "Гаразд"}), "Unknown Outcome"),
	(("clear_up", {"request": "@waiting", "outcome": "Cleared Up"}), "Cleared-Up Text Needed"),
	(("clear_up", {"request": "@waiting", "outcome": "Cleared Up", "text": "я" * 2_001}), "Long Text"),
	(("clear_up", {"request": "@finished", "outcome": "Not Reached"}), "Finished"),
	(("clear_up", {"request": "@anonymous", "outcome": "Not Reached"}), "No Personal Data"),
	(("clear_up", {"request": "немає", "outcome": "Not Reached"}), ""),
	(("lookup", {"phone": {"a": 1}}), ""),
	(("lookup", {}), ""),
]
"""(act and arguments, kind of the problem); "" where the framework's own reader refuses."""


def name_of(each) -> str:
	return each[0] if isinstance(each, tuple) else str(each)


@pytest.mark.parametrize(("asked", "kind"), BAD, ids=name_of)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(asked, kind, people, desk):
	answer = sent(people, desk, *asked)
	assert 400 <= answer.status < 500, answer.text
	assert CYRILLIC.search(answer.readable), answer.text
	assert "Traceback (most" not in answer.text
	assert set(answer.written) - NOTED == set()
	if kind:
		assert f'"kind": "{kind}"' in answer.text or f'"kind":"{kind}"' in answer.text, answer.readable


def test_there_are_at_least_sixty_kinds():
	assert len(BAD) >= 60 and len({kind for _asked, kind in BAD}) > 30


GOOD_CALLS = [
	("begin", {"key": "k"}),
	("lookup", {"phone": "0671110001"}),
	("keep", {"card": "@named", "draft": "{}"}),
	("identify", {"card": "@named", "values": {"anonymous": 1, "warned": 1}}),
	("register", {"card": "@named", "key": "k", "values": GOOD}),
	("consult", {"card": "@named", "key": "k", "values": {"text": "Порада"}}),
	("undo_consultation", {"consultation": "@consultation"}),
	("end", {"card": "@named", "note": "я"}),
	("clear_up", {"request": "@waiting", "outcome": "Not Reached"}),
	("mine", {}),
	("known_at", {"street": kit.STREET, "building": "12"}),
]


@pytest.mark.parametrize("person", sorted({*oracle.PEOPLE} - {*oracle.CONTROLLERS}))
@pytest.mark.parametrize(("act", "arguments"), GOOD_CALLS, ids=name_of)
def test_the_desk_is_for_operators_and_supervisors_alone(act, arguments, person, people, desk):
	"""P1-P7, D1."""
	answer = sent(people, desk, act, arguments, person)
	assert answer.status in (401, 403), answer.text
	assert set(answer.written) - NOTED == set()
	assert "Заявниченко" not in answer.readable


@pytest.mark.parametrize(
	"act", ["begin", "lookup", "keep", "identify", "register", "consult", "end", "clear_up"]
)
def test_nothing_is_done_and_no_number_is_named_by_an_address(act, rest, desk):
	"""An address stays in the web servers' logs."""
	answer = rest("operator").get(f"/api/method/contact_center.desk.call.{act}", phone="0671110001", key="k")
	assert answer.status_code == 403
