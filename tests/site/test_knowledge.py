"""Clarifications and services: kept current by who supplies them, counted, sent on; nobody else's to change (RI2, RI4)."""

from datetime import date

import frappe
import kit
import pytest
from frappe.utils import add_days, add_months, getdate
from kit_rest import knowledge_fields

from contact_center.access import permissions
from contact_center.desk import call
from contact_center.desk import knowledge as desk
from contact_center.framework import corrections
from contact_center.intake import knowledge, knowledge_use, suppliers
from contact_center.record import messages
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city", "db")
CLARIFICATION, SERVICE = knowledge.KNOWLEDGE


def make(doctype: str = CLARIFICATION, executor: str = "KIT-WATER", ends_in: int | None = 200, **fields):
	until = None if ends_in is None else add_days(knowledge.today(), ends_in)
	values = {**knowledge_fields(doctype, executor), "valid_until": until, **fields}
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def kind_of(refusal) -> Kind:
	return refusal.value.problem.kind


def test_a_save_writes_address_and_search_key():
	doc = make(title="Як оформити субсидію KIT?", keywords="субсидія, пільга")
	assert doc.slug == "yak-oformyty-subsydiiu-kit"
	assert " пільга" in f"{doc.search_key} " and doc.search_key.startswith(" як")
	other = make(title="Як оформити субсидію KIT?")
	assert other.slug == f"{doc.slug}-2"
	doc.title = "Інакше KIT"
	doc.save()
	assert doc.slug == "yak-oformyty-subsydiiu-kit"  # people keep links


def test_an_entry_is_named_once():
	doc = make(entries=[{"classifier": kit.LEAK}, {"classifier": kit.LEAK}, {"classifier": kit.SOS}])
	assert [row.classifier for row in doc.entries] == [kit.LEAK, kit.SOS]


def test_a_spoken_answer_is_short():
	assert make(short_answer="а" * 300).name
	with pytest.raises(frappe.ValidationError) as refusal:
		make(short_answer="а" * 301)
	assert kind_of(refusal) is Kind.SPOKEN_TOO_LONG


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.b", "kr.gov.ua", "https://a b"])
def test_a_link_opens_a_page(link):
	with pytest.raises(frappe.ValidationError):
		make(SERVICE, link=link)


def test_what_people_write_is_no_markup():
	doc = make(answer="Див. <img src=x onerror=alert(1)>", title="<b>KIT</b>")
	assert "<img" not in doc.answer and "<b>" not in doc.title


@pytest.mark.parametrize(
	("ends_in", "active", "public", "expected"),
	[(None, 1, 1, True), (0, 1, 1, True), (-1, 1, 1, False), (5, 0, 1, False), (5, 1, 0, False)],
)
def test_citizens_get_what_is_public_in_use_and_still_holds(ends_in, active, public, expected):
	doc = make(ends_in=ends_in, is_active=active, is_public=public)
	assert knowledge.is_for_citizens(doc) is expected
	listed = knowledge.in_force(CLARIFICATION, ["name"], public=True)
	assert (doc.name in [row.name for row in listed]) is expected


# ---- who may --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("doctype", knowledge.KNOWLEDGE)
def test_an_executor_sees_what_it_answers_for(doctype):
	own, other = make(doctype), make(doctype, "KIT-ROADS")
	with kit.acting("water"):
		names = frappe.get_list(doctype, pluck="name", limit_page_length=0)
		assert own.name in names and other.name not in names
		assert frappe.has_permission(doctype, "read", own.name)
		assert not frappe.has_permission(doctype, "read", other.name)
	with kit.acting("idler"):
		assert frappe.get_list(doctype, pluck="name") == []


@pytest.mark.parametrize("doctype", knowledge.KNOWLEDGE)
@pytest.mark.parametrize("person", ["water", "roads", "idler", "operator", "management"])
def test_a_form_is_saved_by_the_office_alone(doctype, person):
	doc = make(doctype)
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		doc.update({"title": "Моє KIT", "supplier": "KIT-ROADS"}).save()
	with kit.acting("supervisor"):
		assert frappe.get_doc(doctype, doc.name).update({"title": "Наше KIT"}).save().title == "Наше KIT"


def test_a_supervisor_does_not_write_what_follows():
	doc = make(ends_in=3)
	with kit.acting("supervisor"):
		sent = frappe.get_doc(CLARIFICATION, doc.name)
		sent.update(
			{"used_count": 99, "not_helped_count": 7, "awaits_confirmation": 0, "confirmed_by": "Guest"}
		)
		sent.save()
	stored = kit.stored(CLARIFICATION, doc.name)
	assert (stored["used_count"], stored["not_helped_count"], stored["confirmed_by"]) == (0, 0, None)
	assert stored["awaits_confirmation"] == 1


@pytest.mark.parametrize("person", ["roads", "idler", "citizen", "stranger", "operator", "management"])
@pytest.mark.parametrize("act", ["confirm", "correct"])
def test_only_who_answers_for_it_confirms_and_corrects(act, person):
	doc = make(ends_in=3)
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		getattr(desk, act)(
			CLARIFICATION, doc.name, str(doc.modified), **({"answer": "x"} if act == "correct" else {})
		)
	assert not kit.stored(CLARIFICATION, doc.name)["confirmed_at"]


@pytest.mark.parametrize("doctype", ["User", "Request", "Text Module", "Немає такого"])
def test_acts_reach_no_other_doctype(doctype):
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		desk.confirm(doctype, kit.email("water"), "")


@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen"])
def test_only_operators_send_and_mark(person):
	doc = make()
	for act in (
		lambda: desk.send(CLARIFICATION, doc.name, kit.applicant()),
		lambda: desk.not_helped(doc.name),
	):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			act()


def test_rows_of_others_are_not_listed():
	own, other = make(), make(executor="KIT-ROADS")
	with kit.acting("water"):
		condition = permissions.knowledge_row_conditions(doctype="Related Entry")
	rows = frappe.db.sql(f"select parent from `tabRelated Entry` where {condition}", pluck=True)
	assert own.name in rows and other.name not in rows


# ---- kept current ---------------------------------------------------------------------------------------------


def test_the_supplier_confirms_with_one_click():
	doc = make(ends_in=3)
	assert doc.awaits_confirmation
	with kit.acting("water"):
		answer = desk.confirm(CLARIFICATION, doc.name, str(doc.modified))
	doc.reload()
	assert getdate(doc.valid_until) == getdate(add_months(knowledge.today(), 12))
	assert doc.confirmed_by == kit.email("water") and doc.confirmed_at and not doc.awaits_confirmation
	assert date.strftime(getdate(doc.valid_until), "%d.%m.%Y") == answer["until"]
	versions = frappe.get_all("Version", {"docname": doc.name}, ["owner", "data"])
	assert [row.owner for row in versions] == [kit.email("water")] and "valid_until" in versions[0].data


def test_a_double_click_confirms_once():
	doc = make(ends_in=3)
	seen = str(doc.modified)
	with kit.acting("water"):
		desk.confirm(CLARIFICATION, doc.name, seen)
		desk.confirm(CLARIFICATION, doc.name, seen)
	assert frappe.db.count("Version", {"docname": doc.name}) == 1


def test_what_is_longer_than_a_form_takes_today_is_confirmed_and_not_made_longer():
	"""An answer had no limit once."""
	corrections.apply()  # as each request begins
	doc = make(ends_in=3)
	frappe.db.set_value(CLARIFICATION, doc.name, "answer", "а" * 12_000, update_modified=False)
	with kit.acting("water"):
		desk.confirm(CLARIFICATION, doc.name, str(doc.modified))
	assert kit.stored(CLARIFICATION, doc.name)["confirmed_by"] == kit.email("water")
	with kit.acting("supervisor"), pytest.raises(frappe.ValidationError):
		frappe.get_doc(CLARIFICATION, doc.name).update({"answer": "а" * 12_001}).save()


def test_words_that_stood_where_a_phone_should_are_no_bar():
	doc = make(SERVICE, ends_in=3, places=[{"title": "ЦНАП", "phone": "1520"}])
	frappe.db.set_value("Service Place", doc.places[0].name, "phone", "див. сайт", update_modified=False)
	with kit.acting("water"):
		desk.confirm(SERVICE, doc.name, str(doc.modified))
	assert kit.stored(SERVICE, doc.name)["confirmed_by"] == kit.email("water")
	with kit.acting("supervisor"), pytest.raises(frappe.ValidationError):
		changed = frappe.get_doc(SERVICE, doc.name)
		changed.places[0].phone = "на сайті"
		changed.save()


def test_nobody_confirms_what_was_changed_meanwhile():
	doc = make(ends_in=3)
	seen = str(doc.modified)
	with kit.acting("supervisor"):
		frappe.get_doc(CLARIFICATION, doc.name).update({"answer": "Зовсім інше"}).save()
	with kit.acting("water"), pytest.raises(frappe.TimestampMismatchError) as refusal:
		desk.confirm(CLARIFICATION, doc.name, seen)
	assert kind_of(refusal) is Kind.CHANGED_MEANWHILE


def test_the_supplier_corrects_the_answer_and_nothing_else():
	doc = make(ends_in=-3)
	with kit.acting("water"):
		desk.correct(CLARIFICATION, doc.name, str(doc.modified), "Нова <b>відповідь", "Коротко інакше")
	doc.reload()
	assert doc.answer == "Нова < b>відповідь" and doc.short_answer == "Коротко інакше"
	assert knowledge.is_for_citizens(doc) and doc.confirmed_by == kit.email("water")


def test_an_empty_correction_is_refused():
	doc = make(ends_in=3)
	with kit.acting("water"), pytest.raises(frappe.ValidationError) as refusal:
		desk.correct(CLARIFICATION, doc.name, str(doc.modified), "  ")
	assert kind_of(refusal) is Kind.ANSWER_EMPTY


@pytest.mark.parametrize("doctype", knowledge.KNOWLEDGE)
def test_the_supplier_is_reminded_once_for_each_last_day(doctype, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	queued = []
	monkeypatch.setattr(messages, "queue", queued.extend)
	near, far, retired = (
		make(doctype, ends_in=14),
		make(doctype, ends_in=15),
		make(doctype, ends_in=1, is_active=0),
	)
	old = make(doctype, ends_in=-40)

	def reminded() -> set[str]:
		queued.clear()
		suppliers.remind()
		ours = {near.name, far.name, retired.name, old.name}
		return {each.name for each in queued if each.name in ours and each.event == "outdating"}

	assert reminded() == {near.name, old.name}
	assert reminded() == set()
	assert kit.stored(doctype, near.name)["awaits_confirmation"] == 1
	frappe.get_doc(doctype, near.name).update({"valid_until": add_days(knowledge.today(), 10)}).save()
	assert reminded() == {near.name}


def test_the_reminder_goes_to_the_responsible_people():
	doc = make(ends_in=3, responsible_person=kit.email("housing"))
	assert suppliers.addresses(doc) == [kit.email("housing"), kit.email("water")]
	frappe.db.set_value("User", kit.email("housing"), "enabled", 0)
	frappe.clear_document_cache("User", kit.email("housing"))
	assert suppliers.addresses(doc) == [kit.email("water")]
	assert suppliers.addresses({"supplier": None}) == []


def test_the_letter_leads_to_the_form_and_does_nothing_itself(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	doc = make(ends_in=3)
	suppliers.remind()
	frappe.db.delete("Email Queue")
	messages.send([(CLARIFICATION, doc.name, "outdating", "")])
	letters = frappe.get_all("Email Queue", {"reference_name": doc.name}, ["name", "message"])
	assert len(letters) == 1
	to = frappe.get_all("Email Queue Recipient", {"parent": letters[0].name}, pluck="recipient")
	assert to == [kit.email("water")]
	text = frappe.get_doc("Email Queue", letters[0].name).message
	assert f"clarification/{doc.name}" in text.replace("=\n", "").replace("=\r\n", "").lower()


# ---- used, not helped -----------------------------------------------------------------------------------------


def test_a_consultation_gets_the_answer_as_it_is_given():
	doc = make(answer="Перша KIT")
	assert knowledge_use.used(doc.name) == "Перша KIT"
	for name in ("-", make(ends_in=-1).name, make(is_active=0).name):
		with pytest.raises(frappe.ValidationError) as refusal:
			knowledge_use.used(name)
		assert kind_of(refusal) is Kind.ANSWER_GONE


def test_what_a_consultation_used_is_counted_and_stays_as_it_was_given(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	doc = make(answer="Перша KIT")
	with kit.acting("operator"):
		card = call.begin("kit-used")["name"]
		name = call.consult(card, "c1", {"clarification": doc.name})["consultation"]
		with pytest.raises(frappe.ValidationError):
			call.consult(card, "c2", {"clarification": "немає такого"})
	doc.update({"answer": "Друга KIT"}).save()
	consultation = frappe.get_doc("Consultation", name)
	assert (consultation.answer, consultation.title) == ("Перша KIT", doc.title)
	for _round in range(2):
		knowledge_use.recount()
		assert kit.stored(CLARIFICATION, doc.name)["used_count"] == 1
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc(CLARIFICATION, doc.name)


def test_it_did_not_help_once_a_visitor(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	doc = make()
	assert [knowledge_use.mark(doc.name, visitor) for visitor in ("one", "two", "one")] == [True, True, False]
	with kit.acting("operator"):
		assert desk.not_helped(doc.name) == {"not_helped": 3}
		assert desk.not_helped(doc.name) == {"not_helped": 3}
	modified = kit.stored(CLARIFICATION, doc.name)["modified"]
	knowledge_use.recount()
	stored = kit.stored(CLARIFICATION, doc.name)
	assert stored["not_helped_count"] == 3 and stored["modified"] == modified
	rows = frappe.get_all(knowledge_use.MARK, {"clarification": doc.name}, ["visitor", "owner"])
	assert not {"one", "two", kit.email("operator")} & {row.visitor for row in rows}
	assert {row.owner for row in rows} == {"Administrator"}


def test_counting_takes_two_statements_whatever_there_is(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	for doc in (make(), make()):
		knowledge_use.mark(doc.name, "one")
	with kit.counting_queries() as queries:
		knowledge_use.recount()
	assert [query.split()[0].lower() for query in queries] == ["select", "select", "update"]


def test_counting_locks_no_row_that_it_counts(monkeypatch):
	"""Issue 13: the count of a million consultations held up each new one for seven seconds."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	knowledge_use.mark(make().name, "one")
	with kit.counting_queries() as queries:
		knowledge_use.recount()
	for query in queries:
		counts = any(f"tab{doctype}" in query for doctype in knowledge_use.COUNTS.values())
		assert not counts or query.lower().startswith("select"), query


def test_counts_are_written_in_slices(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(knowledge_use, "SLICE", 2)
	docs = [make() for _each in range(3)]
	for doc in docs:
		knowledge_use.mark(doc.name, "one")
	with kit.counting_queries() as queries:
		knowledge_use.recount()
	assert sum(query.lower().startswith("update") for query in queries) == 2
	assert [kit.stored(CLARIFICATION, doc.name)["not_helped_count"] for doc in docs] == [1, 1, 1]


# ---- sent to the caller ---------------------------------------------------------------------------------------


def test_an_operator_sends_it_to_the_applicant():
	doc = make(answer="Телефонуйте **104**")
	with kit.acting("operator"):
		answer = desk.send(CLARIFICATION, doc.name, kit.applicant())
	assert kit.email("citizen") in answer["words"]
	letter = frappe.get_last_doc("Communication", {"reference_name": kit.applicant()})
	assert "<strong>104</strong>" in letter.content and f"/help/{doc.slug}" in letter.content
	assert letter.recipients == kit.email("citizen") and letter.sender == kit.email("operator")
	assert frappe.db.exists("Email Queue", {"communication": letter.name})
	assert not frappe.db.exists("Communication", {"reference_name": doc.name})  # it names nobody


@pytest.mark.parametrize("doc", [{"ends_in": -1}, {"is_public": 0}, {"is_active": 0}])
def test_what_is_not_for_citizens_is_not_sent(doc):
	name = make(**doc).name
	with kit.acting("operator"), pytest.raises(frappe.ValidationError) as refusal:
		desk.send(CLARIFICATION, name, kit.applicant())
	assert kind_of(refusal) is Kind.NOT_TO_BE_SENT


def test_the_card_of_the_talk_names_whom_it_goes_to():
	doc = make()
	with kit.acting("operator"):
		card = call.begin("kit-sent")["name"]
		with pytest.raises(frappe.ValidationError) as refusal:
			desk.send(CLARIFICATION, doc.name, interaction=card)
		assert kind_of(refusal) is Kind.NOBODY_TO_SEND_TO
		call.identify(card, {"applicant": kit.applicant()})
		assert kit.email("citizen") in desk.send(CLARIFICATION, doc.name, interaction=card)["words"]


def test_nothing_is_sent_to_an_address_that_is_not_on_a_card():
	doc = make()
	nobody = frappe.get_doc({"doctype": "Applicant", "surname": "Безпоштовий", "phone": "+380671112233"})
	with kit.acting("operator"):
		for applicant in ("", "a@b.c", nobody.insert().name):
			with pytest.raises(frappe.ValidationError) as refusal:
				desk.send(CLARIFICATION, doc.name, applicant)
			assert kind_of(refusal) is Kind.NOBODY_TO_SEND_TO


def test_one_address_gets_so_many_letters_an_hour():
	doc = make(SERVICE)
	frappe.cache.delete_keys("contact_center_limit:")
	with kit.acting("operator"):
		for _letter in range(10):
			desk.send(SERVICE, doc.name, kit.applicant())
		with pytest.raises(frappe.RateLimitExceededError):
			desk.send(SERVICE, doc.name, kit.applicant())
	frappe.cache.delete_keys("contact_center_limit:")


@pytest.mark.parametrize(("person", "brought"), [("operator", True), ("management", False)])
def test_the_form_of_a_new_request_brings_what_answers_its_entry(person, brought):
	doc = make(title="А вже є відповідь KIT")
	with kit.acting(person):
		request = frappe.get_doc("Request", kit.filed(classifier=kit.LEAK).name)
		request.run_method("onload")
	answers = request.get_onload("contact_center")["answers"]
	assert (doc.name in [row["name"] for row in answers]) is brought


def test_a_registered_request_needs_no_answer_any_more():
	make(title="А вже є відповідь KIT")
	request = frappe.get_doc("Request", kit.registered().name)
	with kit.acting("operator"):
		request.run_method("onload")
	assert request.get_onload("contact_center")["answers"] == []


# ---- what the form brings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "may"), [("water", True), ("supervisor", True), ("operator", False)])
def test_the_form_says_who_may_confirm_and_counts_as_of_now(person, may):
	doc = make(ends_in=-1)
	knowledge_use.mark(doc.name, "visitor")
	with kit.acting(person):
		loaded = frappe.get_doc(CLARIFICATION, doc.name)
		loaded.run_method("onload")
	brought = loaded.get_onload("contact_center")
	assert (loaded.used_count, loaded.not_helped_count) == (0, 1)
	assert brought["may_answer"] is may and brought["validity"] == "Over" and brought["url"] == ""


def test_settings_that_say_nothing_mean_two_weeks_and_a_year(monkeypatch):
	monkeypatch.setattr(knowledge.policy, "settings", frappe._dict)
	assert (knowledge.reminder_days(), suppliers.valid_months()) == (14, 12)
