"""The card of a talk: begun, kept, a caller, several requests and consultations, ended (R5.2 - R5.10)."""

import json

import frappe
import kit
import kit_rest
import pytest
from kit import ASKED, MONDAY

from contact_center.demo import talks
from contact_center.desk import call, knowledge
from contact_center.framework import access_log
from contact_center.intake import cards, joining
from contact_center.record import clock

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

PHONE = "067 111-00-01"
NEW = {"surname": "Новенко", "first_name": "Олена", "patronymic": "Іванівна", "phone": "067 222 33 44"}


@pytest.fixture(autouse=True)
def operator(db):
	with kit.acting("operator"):
		yield


def begun(key: str = "k1", **other) -> str:
	return call.begin(key, **other)["name"]


def named(key: str = "k1") -> str:
	card = begun(key, phone=PHONE)
	call.identify(card, {"applicant": kit.applicant()})
	return card


def test_a_card_is_begun_once_for_each_key():
	first = call.begin("k1", phone=PHONE)
	assert first["phone"] == "+380671110001"
	assert first["status"] == "Open" and first["key"] == "k1"
	assert call.begin("k1", phone=PHONE)["name"] == first["name"]
	assert call.begin("k2")["name"] != first["name"]
	with kit.acting("supervisor"):
		assert call.begin("k1")["name"] != first["name"]


def test_a_number_that_is_typed_later_is_the_cards():
	card = begun()
	assert call.begin("k1", phone=PHONE) == {**call.mine(), "name": card, "phone": "+380671110001"}


def test_what_was_typed_comes_back_after_a_crash():
	card = begun()
	call.keep(card, '{"a": 1}')
	call.keep(card, '{"a": 2}')
	assert call.mine()["draft"] == '{"a": 2}'
	call.end(card, "зірвався дзвінок")
	assert call.mine() is None
	assert not frappe.db.get_value("Interaction", card, "draft")


def test_the_known_caller_is_on_the_card_and_consents_at_this_moment():
	card = begun(phone=PHONE)
	frappe.db.set_value("Applicant", kit.applicant(), {"consent": 0, "consent_at": None})
	with clock.at(MONDAY):
		view = call.identify(card, {"applicant": kit.applicant(), "consent": 1})
	assert view["applicant"]["full_name"].startswith("Заявниченко")
	at = frappe.db.get_value("Interaction", card, "consent_at")
	assert at == clock.to_site(MONDAY) == frappe.db.get_value("Applicant", kit.applicant(), "consent_at")


def test_a_new_caller_is_written_once_and_keeps_what_was_said():
	card = begun()
	values = {"new": {**NEW, "street": kit.STREET, "building": "12 кв 5", "consent": 1}}
	first = call.identify(card, values)["applicant"]
	assert (first["full_name"], first["residence"]) == (
		"Новенко Олена Іванівна",
		f"{kit.STREET}, 12, кв. 5" if frappe.local.lang == "uk" else first["residence"],
	)
	assert (first["building"], first["flat"], first["phone"]) == ("12", "5", "+380672223344")
	assert frappe.db.get_value("Interaction", card, "phone") == "+380672223344"
	again = call.identify(card, values)["applicant"]
	assert again["applicant"] == first["applicant"]
	assert call.lookup("067 222 33 44")["callers"] == [again]


def test_several_requests_of_one_talk_are_on_one_card():
	"""R5.10, R5.12."""
	card = named()
	one = call.register(card, "r1", ASKED)
	two = call.register(card, "r2", json.dumps({**ASKED, "classifier": kit.POTHOLE}))
	assert one["number"] != two["number"] and one["executors"] == ["Перевірочний виконавець 1"]
	assert one["accept_by"] and one["due"]
	assert call.register(card, "r1", ASKED) == one
	request = frappe.get_doc("Request", one["request"])
	assert (request.interaction, request.channel, request.applicant) == (card, "Phone", kit.applicant())
	assert [each["name"] for each in call.mine()["requests"]] == [one["request"], two["request"]]


def test_the_wording_is_read_back_on_this_way_too():
	"""R5.5."""
	with pytest.raises(frappe.ValidationError) as refused:
		call.register(named(), "r1", {**ASKED, "wording_agreed": 0})
	assert str(refused.value.problem.kind) == "Agreement Needed"


def test_what_is_answered_at_once_is_a_consultation_and_no_request():
	"""R5.3."""
	card = named()
	before = frappe.db.count("Request")
	made = call.consult(card, "c1", {"classifier": kit.LEAK, "text": "Вимкнено до 18:00"})["consultation"]
	assert call.consult(card, "c1", {"classifier": kit.LEAK})["consultation"] == made
	doc = frappe.get_doc("Consultation", made)
	assert (doc.kind, doc.interaction, doc.operator) == ("Consultation", card, kit.email("operator"))
	assert doc.given_at and doc.title
	assert frappe.db.count("Request") == before
	call.undo_consultation(made)
	assert call.mine()["consultations"] == []


def test_a_talk_of_which_nothing_came_says_why():
	card = begun()
	with pytest.raises(frappe.ValidationError) as refused:
		call.end(card)
	assert str(refused.value.problem.kind) == "Card Without Outcome"
	assert call.end(card, "зірвався дзвінок") == call.end(card) == {"next": None}
	assert frappe.db.get_value("Interaction", card, "note") == "зірвався дзвінок"


def test_how_long_a_talk_took_is_exact_when_the_clocks_change():
	"""R4.7."""
	from datetime import datetime, timezone

	start = datetime(2026, 10, 25, 0, 50, tzinfo=timezone.utc)
	with clock.at(start):
		card = begun()
	with clock.at(start.replace(hour=1, minute=5)):
		call.end(card, "…")
	assert frappe.db.get_value("Interaction", card, "duration") == 15 * 60


def test_an_ended_card_takes_nothing_more():
	card = named()
	call.end(card, "передзвонить")
	for act in (
		lambda: call.keep(card, "{}"),
		lambda: call.identify(card, {"applicant": kit.applicant()}),
		lambda: call.register(card, "r1", ASKED),
		lambda: call.consult(card, "c1", {"text": "Так"}),
	):
		with pytest.raises(frappe.ValidationError) as refused:
			act()
		assert str(refused.value.problem.kind) == "Card Ended"


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_nobody_works_on_anothers_card(person):
	with kit.acting("supervisor" if person == "operator" else "operator"):
		card = begun()
	with kit.acting(person):
		for act in (
			lambda: call.keep(card, "{}"),
			lambda: call.identify(card, {"applicant": kit.applicant()}),
			lambda: call.end(card, "…"),
		):
			with pytest.raises(frappe.PermissionError):
				act()


def lines_of(answer: dict) -> dict:
	return {name: [each["name"] for each in answer[name]] for name in ("requests", "cards", "works")}


def test_a_look_up_shows_all_that_is_known_before_the_first_word():
	"""R5.2: callers, residence, where their requests stand, earlier cards, works at their address."""
	frappe.db.set_value("Applicant", kit.applicant(), {"street": kit.STREET, "building": "12"})
	card = named()
	made = call.register(card, "r1", ASKED)
	call.consult(card, "c1", {"text": "Порадили зачекати"})
	call.end(card)
	found = call.lookup("8 (067) 111-00-01")
	[caller] = found["callers"]
	assert (caller["applicant"], caller["account"]) == (kit.applicant(), True)
	assert caller["residence"].startswith(kit.STREET)
	assert found["phone"] == "+380671110001" and found["block"] is None
	line = found["requests"][0]
	assert (line["name"], line["number"], line["stage"]) == (made["request"], made["number"], "Registered")
	assert line["state"] and line["due"] and line["overdue"] is False
	known = found["cards"][0]
	assert (known["name"], known["consultations"], known["requests"]) == (card, 1, 1)


@pytest.mark.parametrize("part", ["06711100", "6711100", "+38067111", "110001", "10 00 1"])
def test_a_part_of_a_number_offers_callers_alone(part):
	found = call.lookup(part)
	assert kit.applicant() in [each["applicant"] for each in found["callers"]]
	assert found["phone"] == "" and lines_of(found) == {"requests": [], "cards": [], "works": []}


def test_under_a_part_of_a_number_a_caller_is_a_name_and_a_street():
	"""D2: what is not on record shows no contact, no building, no flat."""
	frappe.db.set_value("Applicant", kit.applicant(), {"street": kit.STREET, "building": "97", "flat": "83"})
	[caller] = [each for each in call.lookup("06711100")["callers"] if each["applicant"] == kit.applicant()]
	assert caller["full_name"].startswith("Заявниченко") and caller["residence"] == kit.STREET
	assert not any(secret in str(caller) for secret in ("97", "83", "1110001", kit.email("citizen")))


@pytest.mark.parametrize("text", ["", "0671", "Заявниченко", "%%%%%", "_____", "067'; drop"])
def test_less_than_a_part_finds_nobody(text):
	assert call.lookup(text)["callers"] == []


def test_a_look_up_asks_few_queries_whatever_there_is(monkeypatch):
	card = named()
	for number in range(3):
		call.register(card, f"r{number}", ASKED)
	call.end(card)
	call.lookup(PHONE)
	asked = []
	run = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda query, *a, **k: asked.append(str(query)) or run(query, *a, **k)
	)
	call.lookup(PHONE)
	assert len(asked) <= 10, "\n".join(asked)


def test_who_was_looked_up_by_whom_is_on_record():
	"""D2."""
	call.lookup(PHONE)
	log = frappe.get_last_doc("Access Log", {"reference_document": kit.applicant()})
	assert (log.user, log.method) == (kit.email("operator"), "Caller Look-up")


def test_an_anonymous_caller_is_warned_on_record_and_stored_nowhere():
	"""R5.7."""
	number = "067 555 44 33"
	card = begun(phone=number)
	call.identify(card, {"new": {"surname": "Скритненко", "phone": number}})
	call.keep(card, json.dumps({"phone": number, "surname": "Скритненко"}))
	call.lookup(number)
	with pytest.raises(frappe.ValidationError) as refused:
		call.identify(card, {"anonymous": 1})
	assert str(refused.value.problem.kind) == "Caller Not Warned"
	view = call.identify(card, {"anonymous": 1, "warned": 1})
	assert (view["anonymous"], view["applicant"], view["phone"], view["draft"]) == (True, None, "", "")
	made = call.register(card, "r1", ASKED)["request"]
	call.begin("k1", phone=number)
	call.end(card)
	request = frappe.get_doc("Request", made)
	assert (request.anonymous, request.anonymous_warned, request.applicant) == (1, 1, None)
	assert frappe.db.get_value("Interaction", card, "anonymous_warned") == 1
	assert tables_with("675554433", "Скритненко") == []


def tables_with(*texts: str) -> list[str]:
	"""Return the tables of the whole database with a row that holds one of the texts."""
	frappe.db.sql("set session group_concat_max_len = 1000000")
	found = []
	for table in frappe.db.get_tables(cached=False):
		columns = frappe.db.sql(
			"""select column_name from information_schema.columns where table_schema = database()
			and table_name = %s and data_type in ('varchar', 'text', 'mediumtext', 'longtext', 'json', 'char')""",
			table,
		)
		having = " or ".join(f"`{name}` like %s" for (name,) in columns for _text in texts)
		values = [f"%{text}%" for _name in columns for text in texts]
		if having and frappe.db.sql(f"select 1 from `{table}` where {having} limit 1", values):
			found.append(table)
	return found


def test_a_card_with_a_named_request_does_not_become_anonymous():
	card = named()
	call.register(card, "r1", ASKED)
	with pytest.raises(frappe.ValidationError) as refused:
		call.identify(card, {"anonymous": 1, "warned": 1})
	assert str(refused.value.problem.kind) == "Card Names the Applicant"


def test_only_who_was_written_on_the_card_goes_with_its_name():
	"""R5.7: an applicant made elsewhere meanwhile stays, also when this card names that one at last."""
	card = begun()
	written = call.identify(card, {"new": NEW})["applicant"]["applicant"]
	elsewhere = (
		frappe.get_doc({"doctype": "Applicant", "surname": "Іншенко", "phone": "0675554455"}).insert().name
	)
	call.identify(card, {"applicant": elsewhere})
	call.identify(card, {"anonymous": 1, "warned": 1})
	assert frappe.db.exists("Applicant", elsewhere)
	assert not frappe.db.exists("Applicant", written)
	assert not frappe.db.get_value("Interaction", card, "made_applicant")


def test_all_who_were_written_on_the_card_go_with_its_name():
	"""R5.7: also who was written first, before the operator understood the name."""
	card = begun()
	people = [
		call.identify(card, {"new": {**NEW, "surname": surname}})["applicant"]["applicant"]
		for surname in ("Петренко", "Петриненко", "Петришенко")
	]
	assert len(set(people)) == 3
	call.identify(card, {"anonymous": 1, "warned": 1})
	assert [each for each in people if frappe.db.exists("Applicant", each)] == []
	assert frappe.db.get_value("Interaction", card, ["made_applicant", "made_before"]) == (None, None)


def test_a_letter_to_who_stays_anonymous_goes_too():
	"""R5.7: address and greeting of an answer that was sent in the talk."""
	with kit.acting("Administrator"):
		doc = frappe.get_doc(
			{"doctype": "Clarification", **kit_rest.knowledge_fields("Clarification")}
		).insert()
	card = begun()
	call.identify(card, {"new": {**NEW, "surname": "Листувенко", "email": "lystuvenko@example.com"}})
	knowledge.send("Clarification", doc.name, interaction=card)
	assert "tabEmail Queue Recipient" in tables_with("lystuvenko@")
	call.identify(card, {"anonymous": 1, "warned": 1})
	assert tables_with("lystuvenko@", "Листувенко") == []


def joins(card: str) -> str:
	"""Let a new caller join a request on the card; return the applicant."""
	applicant = call.identify(card, {"new": NEW})["applicant"]["applicant"]
	joining.join_for(kit.registered(building="12").name, applicant, interaction=card)
	return applicant


def test_a_card_on_which_somebody_joined_becomes_anonymous_once_that_one_has_left():
	"""R5.7: who has joined is written to, and stays."""
	card = begun()
	applicant = joins(card)
	with pytest.raises(frappe.ValidationError) as refused:
		call.identify(card, {"anonymous": 1, "warned": 1})
	assert str(refused.value.problem.kind) == "Card Names the Applicant"
	assert frappe.db.exists("Applicant", applicant)
	joining.leave(frappe.db.get_value("Joined Applicant", {"interaction": card}, "request"), applicant)
	assert call.identify(card, {"anonymous": 1, "warned": 1})["anonymous"]
	assert frappe.db.exists("Applicant", applicant)


def test_who_joins_on_a_card_is_the_caller_of_ones_own_open_card():
	request = kit.registered(building="12", applicant=kit.applicant("neighbour")).name

	def refused_on(card: str) -> str:
		with pytest.raises(frappe.ValidationError) as refused:
			joining.join_for(request, kit.applicant(), interaction=card)
		return str(refused.value.problem.kind)

	nobody, anonymous, ended, others = begun(), begun("k2"), named("k3"), begun("k4")
	call.identify(anonymous, {"anonymous": 1, "warned": 1})
	call.identify(others, {"applicant": kit.applicant("neighbour")})
	call.end(ended, "передзвонить")
	assert {refused_on(card) for card in (nobody, anonymous, others)} == {"Caller Unknown"}
	assert refused_on(ended) == "Card Ended"
	mine = named("k5")
	with kit.acting("supervisor"), pytest.raises(frappe.PermissionError):
		joining.join_for(request, kit.applicant(), interaction=mine)
	assert not frappe.db.exists("Joined Applicant", {"request": request})
	assert joining.join_for(request, kit.applicant(), interaction=mine)["count"] == 2


@pytest.mark.parametrize("doctype", ["Joined Applicant", "Block Memo"])
def test_who_is_named_elsewhere_stays_when_the_card_becomes_anonymous(doctype):
	card = begun()
	applicant = call.identify(card, {"new": NEW})["applicant"]["applicant"]
	frappe.get_doc({"doctype": doctype, "applicant": applicant}).db_insert()
	call.identify(card, {"anonymous": 1, "warned": 1})
	assert frappe.db.exists("Applicant", applicant)
	assert not frappe.db.get_value("Interaction", card, "applicant")


def test_a_filing_in_the_account_becomes_a_card():
	"""R5.9."""
	request = kit.filed()
	card = frappe.get_doc("Interaction", request.interaction)
	assert (card.channel, card.status, card.applicant) == ("Web", "Ended", kit.applicant())
	assert card.operator is None and card.owner == "Administrator"


def test_a_call_that_clears_up_a_request_is_on_its_card():
	"""R5.9."""
	request = kit.filed()
	with kit.acting("operator"):
		call.clear_up(request.name, "Not Reached", key="x1")
		call.clear_up(request.name, "Cleared Up", "Під’їзд другий", key="x2")
		call.clear_up(request.name, "Cleared Up", "Під’їзд другий", key="x2")
	calls = frappe.get_doc("Interaction", request.interaction).calls
	assert [(each.outcome, each.text) for each in calls] == [
		("Not Reached", ""),
		("Cleared Up", "Під’їзд другий"),
	]


def test_an_older_request_gets_its_card_with_the_first_call():
	request = kit.registered()
	assert not request.interaction
	with kit.acting("operator"):
		call.clear_up(request.name, "Cleared Up", "Так")
	card = frappe.db.get_value("Request", request.name, "interaction")
	assert frappe.db.get_value("Interaction", card, "applicant") == kit.applicant()


@pytest.fixture
def passports(db):
	"""An entry for a state body, rolled back with the test."""
	with kit.acting("Administrator"):
		return (
			frappe.get_doc(
				{
					"doctype": "Classifier",
					"code": "KIT-PASSPORT",
					"title": "Перевірочний паспорт",
					"is_state_body": 1,
					"where_to_turn": "ДМС, вул. Соборна, 1",
				}
			)
			.insert()
			.name
		)


def test_what_is_for_a_state_body_is_told_and_never_registered(passports):
	"""R5.4."""
	card = named()
	with pytest.raises(frappe.ValidationError) as refused:
		call.register(card, "r1", {**ASKED, "classifier": passports})
	assert str(refused.value.problem.kind) == "Entry of a State Body"
	assert "ДМС, вул. Соборна, 1" in str(refused.value)
	made = call.consult(card, "c1", {"classifier": passports})["consultation"]
	doc = frappe.get_doc("Consultation", made)
	assert (doc.kind, doc.where_to_turn) == ("State Body", "ДМС, вул. Соборна, 1")


def test_open_requests_of_the_building_are_shown_while_another_is_written():
	request = kit.registered()
	found = call.known_at("вулиця Перевірочна", "12", kit.LEAK)
	assert request.name in [each["name"] for each in found["similar"]]
	assert call.known_at(kit.STREET, "14")["similar"] == []
	assert call.known_at("Немає такої", "14") == {"works": [], "similar": []}


def test_a_forgotten_card_is_ended_and_what_was_typed_is_gone():
	with clock.at(MONDAY):
		card = begun("old")
		call.keep(card, '{"phone": "067"}')
	newer = begun("new")
	cards.end_forgotten()
	assert frappe.db.get_value("Interaction", card, ["status", "draft"]) == ("Ended", None)
	assert frappe.db.get_value("Interaction", newer, "status") == "Open"


def test_the_look_up_of_a_caller_who_stays_anonymous_names_nobody():
	"""R5.7, D2: that somebody was looked up stays on record."""
	call.lookup(PHONE)
	card = begun(phone=PHONE)
	call.identify(card, {"anonymous": 1, "warned": 1})
	rows = frappe.get_all(
		"Access Log",
		{"user": kit.email("operator"), "method": "Caller Look-up"},
		["reference_document"],
		order_by="creation desc",
		limit=1,
	)
	assert rows and not rows[0].reference_document


def looked_up(method: str = "Caller Look-up") -> list[str | None]:
	made = {"user": kit.email("operator"), "method": method}
	return frappe.get_all("Access Log", made, pluck="reference_document", order_by="creation, name")


def test_only_the_look_ups_of_who_stays_anonymous_lose_the_name():
	"""D2: another caller's stay, all of them where the card knows neither number nor applicant."""
	other = kit.applicant("neighbour")
	frappe.db.delete("Access Log", {"method": "Caller Look-up"})
	call.lookup(PHONE)
	call.lookup(frappe.db.get_value("Applicant", other, "phone"))
	call.identify(begun(), {"anonymous": 1, "warned": 1})
	assert sorted(looked_up()) == sorted([kit.applicant(), other])
	call.identify(begun("k2", phone=PHONE), {"anonymous": 1, "warned": 1})
	assert sorted(looked_up(), key=str) == sorted([None, other], key=str)


def test_what_the_card_register_told_of_who_stays_anonymous_is_on_record_without_the_number():
	"""R5.6, R5.7."""
	frappe.db.delete("Access Log", {"method": "Card Register"})
	card = begun()
	access_log.record("Applicant", "Card Register 0123456", "Card Register", "")
	call.identify(card, {"anonymous": 1, "warned": 1})
	assert looked_up("Card Register") == [None]


def test_the_form_of_a_request_brings_the_calls_to_operators_alone():
	request = kit.filed()
	with kit.acting("operator"):
		call.clear_up(request.name, "Cleared Up", "Під’їзд другий")
	shown = {}
	for person in ("operator", "management"):
		with kit.acting(person):
			doc = kit.fresh(request)
			doc.run_method("onload")
			shown[person] = doc.get_onload("contact_center")["calls"]
	assert [each["text"] for each in shown["operator"]] == ["Під’їзд другий"]
	assert shown["management"] == []


def test_the_form_of_a_card_brings_what_came_of_it():
	card = named()
	made = call.register(card, "r1", ASKED)["request"]
	told = call.consult(card, "c1", {"text": "Порадили"})["consultation"]
	doc = frappe.get_doc("Interaction", card)
	doc.run_method("onload")
	brought = doc.get_onload("contact_center")
	assert [each["name"] for each in brought["requests"]] == [made]
	assert [each["name"] for each in brought["consultations"]] == [told]


def test_a_citizen_is_told_where_to_turn_and_files_nothing(passports):
	"""R5.4."""
	from contact_center.intake import filing

	with pytest.raises(frappe.ValidationError):
		filing.file_from_portal(
			kit.email("citizen"), {**ASKED, "classifier": passports, "wording_agreed": None, "consent": 1}
		)
	assert "ДМС, вул. Соборна, 1" in str(frappe.local.response["field_errors"])


def test_the_demo_operator_answers_calls_at_once():
	"""R5.3, R5.4: each talk of the demo city has its card, and nothing is answered twice."""
	frappe.db.delete("Consultation")
	for _run in range(2):
		talks.answer(kit.email("operator"))
	mine = {"operator": kit.email("operator")}
	assert frappe.db.count("Interaction", {**mine, "status": "Ended"}) == len(talks.TALKS)
	kinds = frappe.get_all("Consultation", mine, pluck="kind")
	assert (kinds.count("Consultation"), kinds.count("State Body")) == (7, 2)


def test_earlier_cards_are_read_by_the_index_of_each_caller():
	"""Issue 13: where several callers were named, the database went through all cards, from the newest on."""
	named()
	with kit.counting_queries() as asked:
		call.lookup(PHONE)
	[query] = [each for each in asked if "as consultations" in each]
	selects = query.split("from (", 2)[-1].split(") as known")[0].split(" union ")
	assert len(selects) >= 2
	for select in selects:
		[plan] = frappe.db.sql("explain " + select.strip("() \n\t").replace("%s", "'x'"), as_dict=True)
		assert plan.key in ("phone_started_at_index", "applicant_started_at_index"), plan


def test_a_card_that_is_still_open_is_no_earlier_one():
	first = named()
	call.consult(first, "c1", {"text": "роз’яснено"})
	call.end(first)
	second = named("k2")
	assert [each["name"] for each in call.lookup(PHONE)["cards"] if each["name"] in (first, second)] == [
		first
	]


def test_who_is_unnamed_is_found_among_what_the_operator_looked_up():
	"""Issue 13: by the moment alone the database locked what all operators looked up meanwhile."""
	[plan] = frappe.db.sql(
		"explain select name from `tabAccess Log` where user in ('x') and modified >= now() - interval 9 minute",
		as_dict=True,
	)
	assert "user_modified_index" in plan.possible_keys
