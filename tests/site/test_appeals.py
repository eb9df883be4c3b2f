"""Complaints, proposals and thanks: each act by its person, all on record, a term of their own, counted apart (R3.3a, T5)."""

import email
import email.policy
from datetime import timedelta

import frappe
import kit
import kit_files
import pytest

from contact_center.access import files
from contact_center.framework import corrections
from contact_center.intake import (
	appeal_acts,
	appeal_turning,
	appeals,
	appeals_overdue,
	card_appeals,
	card_callers,
	card_views,
	cards,
)
from contact_center.policy import appeals as appeal_policy
from contact_center.portal import uploads
from contact_center.record import clock, messages
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city", "db")

OUTSIDERS = ("water", "idler", "citizen", "stranger")
CONTROLLERS = ("operator", "supervisor")


@pytest.fixture(autouse=True)
def terms(db):
	"""The shipped terms, whatever the site's are."""
	settings = frappe.get_doc("Contact Center Settings")
	settings.appeal_terms = []
	appeal_policy.fill(settings)
	settings.save(ignore_permissions=True)


def act(name: str, appeal, by: str = "supervisor", **values):
	with kit.acting(by):
		return getattr(appeal_acts, name)(appeal.name, seen=kit.version(appeal), **values)


def refused(error=frappe.ValidationError):
	return pytest.raises(error)


def kind_of(refusal) -> Kind:
	return refusal.value.problem.kind


def events() -> list[str]:
	return [each.event for each in messages.pending() if each.doctype == "Appeal"]


def steps(appeal) -> list[tuple[str, str]]:
	return [(row.step, row.taken_by or "") for row in kit.fresh(appeal).steps]


def test_a_complaint_has_number_term_and_a_first_step():
	with clock.at(kit.MONDAY):
		appeal = kit.appeal()
	assert appeal.number.startswith("ЗВ-2026-") and appeal.number != kit.appeal().number
	assert (appeal.stage, appeal.kind, appeal.assigned_to) == ("Under Consideration", "Complaint", None)
	assert str(appeal.due) == "2026-03-17 23:59:59" and str(appeal.due_utc) == "2026-03-17 21:59:59"
	assert steps(appeal) == [("Received", kit.email("operator"))]
	assert events()[:1] == ["received"]


def test_the_term_and_who_considers_it_are_the_administrators(db):
	settings = frappe.get_doc("Contact Center Settings")
	row = next(each for each in settings.appeal_terms if each.kind == "Proposal")
	row.update({"amount": 4, "unit": "Working Hours", "assigned_to": kit.email("supervisor")})
	settings.save()
	with clock.at(kit.MONDAY):
		appeal = kit.appeal("Proposal", about="", executor="")
	assert str(appeal.due) == "2026-03-02 14:00:00" and appeal.assigned_to == kit.email("supervisor")
	assert events() == ["received", "assigned"]


def test_a_kind_without_a_term_is_never_overdue():
	settings = frappe.get_doc("Contact Center Settings")
	settings.appeal_terms = [row for row in settings.appeal_terms if row.kind != "Gratitude"]
	settings.save()
	assert kit.appeal("Gratitude").due is None


@pytest.mark.parametrize(
	("rows", "kind"),
	[
		([{"kind": "Gratitude", "amount": 0}], Kind.TERM_NOT_POSITIVE),
		([{"kind": "Gratitude", "amount": 5000}], Kind.TERM_TOO_LONG),
		([{"kind": "Gratitude", "amount": 1}] * 2, Kind.APPEAL_KIND_TWICE),
		([{"kind": "Gratitude", "amount": 1, "assigned_to": "kit-water@example.com"}], Kind.NO_CONSIDERER),
	],
)
def test_senseless_terms_are_refused(rows, kind):
	settings = frappe.get_doc("Contact Center Settings")
	settings.appeal_terms = []
	for row in rows:
		settings.append("appeal_terms", {"unit": "Calendar Days", **row})
	with refused() as refusal:
		settings.save()
	assert kind_of(refusal) is kind


@pytest.mark.parametrize("person", [*OUTSIDERS, "management", "administrator"])
def test_nobody_else_takes_appeals(person):
	with refused(frappe.PermissionError):
		kit.appeal(by=person)


@pytest.mark.parametrize("person", [person for person in kit.PEOPLE if person not in CONTROLLERS])
@pytest.mark.parametrize("name", ["assign", "correct", "withdraw", "turn_into_request", "pass_on", "answer"])
def test_nobody_else_acts(person, name):
	appeal = kit.appeal("Gratitude")
	values = {"assign": {"user": kit.email("operator")}, "correct": {"values": {"text": "Інше"}}}.get(
		name, {}
	)
	with refused(frappe.PermissionError):
		act(name, appeal, person, **values)
	assert len(steps(appeal)) == 1


def test_an_operator_answers_what_a_supervisor_gave_to_it():
	appeal = kit.appeal()
	with refused(frappe.PermissionError):
		act("answer", appeal, "operator", text="Вибачте")
	act("assign", appeal, user=kit.email("operator"))
	act("answer", appeal, "operator", text="Вибачте, майстра попереджено")
	assert kit.fresh(appeal).answer == "Вибачте, майстра попереджено"
	assert [step for step, _by in steps(appeal)] == ["Received", "Assigned", "Answer Given"]
	assert events()[-2:] == ["assigned", "answered"]


@pytest.mark.parametrize("person", ["management", "operator", "supervisor"])
def test_who_considers_is_of_the_office_or_the_management(person):
	appeal = kit.appeal()
	act("assign", appeal, user=kit.email(person))
	assert kit.fresh(appeal).assigned_to == kit.email(person)
	act("answer", appeal, person, text="Розглянуто")
	assert kit.fresh(appeal).stage == "Answer Given"


@pytest.mark.parametrize(
	"user", ["", "nobody@example.com", "kit-water@example.com", "kit-citizen@example.com"]
)
def test_nobody_else_is_named_to_consider(user):
	with refused() as refusal:
		act("assign", kit.appeal(), user=user)
	assert kind_of(refusal) is Kind.NO_CONSIDERER


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_answer_has_words(text):
	with refused() as refusal:
		act("answer", kit.appeal(), text=text)
	assert kind_of(refusal) is Kind.APPEAL_ANSWER_NEEDED


def test_a_late_answer_stays_late():
	with clock.at(kit.MONDAY):
		appeal = kit.appeal()
	with clock.at(kit.MONDAY + timedelta(days=16)):
		act("answer", appeal, text="Пізно, але так")
	assert kit.fresh(appeal).answered_late == 1
	with clock.at(kit.MONDAY):
		other = kit.appeal()
		act("answer", other, text="Одразу")
	assert kit.fresh(other).answered_late == 0


def test_thanks_are_passed_on_without_a_name_unless_it_was_agreed():
	thanks = kit.passed_on(kit.appeal("Gratitude"), text="Дякую за світло")
	assert (thanks.stage, thanks.passed_to, thanks.signature) == ("Passed On", "KIT-WATER", None)
	assert thanks.passed_text == "Дякую за світло" and thanks.passed_email == "kit-water@example.com"
	signed = kit.passed_on(kit.appeal("Gratitude"), signed=1)
	assert signed.signature == "Заявниченко Оксана" and signed.passed_text == signed.text


def test_no_name_goes_on_without_a_consent(db):
	db.set_value("Applicant", kit.applicant(), "consent", 0)
	with refused() as refusal:
		kit.passed_on(kit.appeal("Gratitude"), signed=1)
	assert kind_of(refusal) is Kind.CONSENT_NEEDED


def test_thanks_to_a_person_are_told_as_the_note_says():
	thanks = kit.appeal("Gratitude", about="Official", person="Ірина з контакт-центру", executor="")
	with refused() as refusal:
		kit.passed_on(thanks, "")
	assert kind_of(refusal) is Kind.THANKS_WITHOUT_RECEIVER
	thanks = kit.passed_on(thanks, "", note="Сказано Ірині на зборах")
	assert thanks.steps[-1].note == "Сказано Ірині на зборах" and thanks.passed_to is None


def test_a_complaint_is_not_passed_on():
	with refused() as refusal:
		kit.passed_on(kit.appeal())
	assert kind_of(refusal) is Kind.NOT_TO_PASS_ON


def test_a_correction_keeps_what_was_there_and_brings_the_kinds_term():
	with clock.at(kit.MONDAY):
		appeal = kit.appeal("Gratitude")
		act("correct", appeal, "operator", values={"kind": "Complaint", "text": "Насправді скарга"})
	appeal = kit.fresh(appeal)
	assert str(appeal.due) == "2026-03-17 23:59:59" and appeal.summary == "Насправді скарга"
	note = appeal.steps[-1].note
	assert frappe._("Gratitude", context="Contact Center") in note and "Майстер не прийшов" in note


def test_a_correction_that_changes_nothing_adds_no_step():
	appeal = kit.appeal()
	act("correct", appeal, "operator", values={"kind": "Complaint"})
	assert len(steps(appeal)) == 1


@pytest.mark.parametrize(
	"values", [{"stage": "Answer Given"}, {"answer": "x"}, {"applicant": "x"}, "no object"]
)
def test_a_correction_writes_what_the_applicant_says_alone(values):
	with refused():
		act("correct", kit.appeal(), "operator", values=values)


def test_it_is_taken_back_with_a_reason():
	appeal = kit.appeal()
	with refused() as refusal:
		act("withdraw", appeal, "operator", reason=" ")
	assert kind_of(refusal) is Kind.REASON_NEEDED
	act("withdraw", appeal, "operator", reason="Уже домовилися")
	assert kit.fresh(appeal).stage == "Withdrawn" and kit.fresh(appeal).steps[-1].note == "Уже домовилися"


def test_what_asks_for_work_becomes_a_request_once():
	appeal = kit.appeal(text="У під’їзді не горить світло")
	made = act("turn_into_request", appeal, "operator")
	again = act("turn_into_request", appeal, "operator")
	request = frappe.get_doc("Request", made["request"])
	assert again == made and kit.fresh(appeal).became_request == request.name
	assert (request.stage, request.description) == ("Moderation", "У під’їзді не горить світло")
	assert request.applicant == kit.applicant() and kit.fresh(appeal).stage == "Became a Request"


@pytest.mark.parametrize("name", ["answer", "withdraw", "turn_into_request", "correct", "assign"])
def test_what_has_ended_stays(name):
	appeal = kit.appeal()
	act("answer", appeal, text="Розглянуто")
	values = {"correct": {"values": {"text": "Інше"}}, "assign": {"user": kit.email("operator")}}
	with refused() as refusal:
		act(name, appeal, **values.get(name, {name: "інше"} if name in ("reason", "text") else {}))
	assert kind_of(refusal) is Kind.APPEAL_DECIDED


def test_a_second_click_changes_nothing():
	appeal = kit.appeal()
	for _click in range(2):
		act("answer", appeal, text="Розглянуто")
	assert len(steps(appeal)) == 2


def test_who_decides_on_what_was_changed_meanwhile_is_refused():
	appeal = kit.appeal()
	with kit.acting("supervisor"), refused(frappe.TimestampMismatchError):
		appeal_acts.answer(appeal.name, "Розглянуто", "2020-01-01 00:00:00.000000")


@pytest.mark.parametrize("person", ["operator", "supervisor", "administrator", "Administrator"])
def test_nothing_is_rewritten_or_deleted(person):
	appeal = kit.appeal()
	for field in ("text", "answer", "stage"):
		with kit.acting(person), refused(frappe.PermissionError):
			kit.fresh(appeal).update({field: "Answer Given"}).save()
	with kit.acting(person), refused(frappe.PermissionError):
		frappe.delete_doc("Appeal", appeal.name)


def test_who_takes_it_brings_no_answer_along():
	forged = {
		"stage": "Answer Given",
		"answer": "так",
		"assigned_to": kit.email("operator"),
		"number": "ЗВ-1",
	}
	appeal = kit.appeal(passed_to="KIT-ROADS", steps=[{"step": "Answer Given"}], **forged)
	assert (appeal.stage, appeal.answer, appeal.assigned_to, appeal.passed_to) == (
		"Under Consideration",
		None,
		None,
		None,
	)
	assert appeal.number != "ЗВ-1" and len(appeal.steps) == 1


@pytest.mark.parametrize(
	("given", "kind"),
	[
		({"channel": "Web"}, Kind.NOT_ONE_OF),
		({"applicant": ""}, Kind.APPLICANT_NEEDED),
		({"text": ""}, Kind.APPEAL_TEXT_NEEDED),
		({"about": ""}, Kind.APPEAL_WHOM_NEEDED),
		({"answer_by": "Post"}, Kind.ANSWER_HAS_NO_WAY),
	],
)
def test_what_cannot_be_is_refused(given, kind):
	frappe.db.set_value(
		"Applicant", kit.applicant(), {"street": None, "building": None}
	)  # no address to write to
	with refused() as refusal:
		kit.appeal(**given)
	assert kind_of(refusal) is kind


def test_who_stays_anonymous_is_not_written_to():
	appeal = kit.appeal(anonymous=1, channel="Phone")
	assert appeal.applicant is None and appeal.applicant_email is None
	with refused() as refusal:
		kit.appeal(anonymous=1, answer_by="E-mail")
	assert kind_of(refusal) is Kind.ANSWER_HAS_NO_WAY


def test_words_are_no_markup():
	appeal = kit.appeal(text="<img src=x onerror=alert(1)> ледарі")
	assert "<img" not in appeal.text and "<img" not in appeal.summary


# A web request that is no request


def turned(request, by: str = "operator", **said):
	with kit.acting(by):
		given = {"kind": "Complaint", "about": "Executor", "executor": "KIT-WATER", **said}
		return appeal_turning.turn_into_appeal(request.name, seen=kit.version(request), **given)


def test_a_web_request_that_is_a_complaint_becomes_an_appeal_and_its_journal_says_which():
	request = kit.filed(description="Ваш майстер нахамив моїй мамі")
	made = turned(request)
	appeal, request = frappe.get_doc("Appeal", made["name"]), kit.fresh(request)
	assert (appeal.text, appeal.applicant) == ("Ваш майстер нахамив моїй мамі", kit.applicant())
	assert (appeal.came_from, appeal.interaction) == (request.name, request.interaction)
	assert request.stage == "Cancelled" and made["number"] in request.reason
	assert kit.kinds(request)[-1] == "Became an Appeal" and appeal.channel == "Web"
	assert turned(request) == made and frappe.db.count("Appeal", {"came_from": request.name}) == 1


def files_at(doc) -> list[str]:
	hung = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	return sorted(frappe.get_all("File", hung, pluck="name"))


def test_the_files_go_along_with_a_request_that_became_an_appeal():
	"""The office has them where it goes on; no executor gets to see them by that."""
	request = kit.filed()
	sent, kept = sent_file(request), hung_by_office(request)
	appeal = frappe.get_doc("Appeal", turned(request)["name"])
	assert (files_at(request), files_at(appeal)) == ([], sorted([sent, kept]))
	for person, sees in {"operator": True, "supervisor": True, "water": False, "neighbour": False}.items():
		assert files.may_see(frappe.get_doc("File", sent), kit.email(person)) is sees, person


def test_what_the_applicant_handed_in_goes_along_with_an_appeal_that_became_a_request():
	"""What the office keeps beside an appeal stays there: beside a request its applicant and executors would see it (D1)."""
	appeal = frappe.get_doc("Appeal", turned(filed := kit.filed())["name"])
	sent, kept = sent_file(appeal), hung_by_office(appeal)
	request = frappe.get_doc("Request", act("turn_into_request", appeal, "operator")["request"])
	assert (files_at(appeal), files_at(request), files_at(filed)) == ([kept], [sent], [])
	seen = {person: files.may_see(frappe.get_doc("File", sent), kit.email(person)) for person in SEE_IT}
	assert seen == SEE_IT
	assert not any(
		files.may_see(frappe.get_doc("File", kept), kit.email(each)) for each in ("citizen", "water")
	)


SEE_IT = {"operator": True, "citizen": True, "neighbour": False, "water": False}
"""Who sees a file of a request in moderation; executors see it once they have its task."""


def sent_file(doc) -> str:
	"""Hand a file in as the citizen, with the request or appeal; return its name."""
	with kit.acting("citizen"):
		taken = uploads.take(kit.email("citizen"), "двір.jpg", kit_files.unique_photo())["name"]
		uploads.claim(kit.email("citizen"), [taken], doc.name, doc.doctype)
	return taken


def hung_by_office(doc) -> str:
	with kit.acting("operator"):
		return files.attach(doc.doctype, doc.name, "довідка.jpg", kit_files.unique_photo()).name


def test_what_is_registered_stays_a_request():
	with refused() as refusal:
		turned(kit.registered())
	assert kind_of(refusal) is Kind.NOT_IN_MODERATION


def test_what_cannot_be_an_appeal_leaves_the_request_as_it_was(db):
	request = kit.filed()
	db.savepoint("untouched")
	with refused():
		turned(request, about="Official", executor="", person="")
	db.rollback(save_point="untouched")
	assert kit.fresh(request).stage == "Moderation"


@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen"])
def test_nobody_else_makes_an_appeal_of_a_request(person):
	with refused(frappe.PermissionError):
		turned(kit.filed(), person)


# Who sees what (D1)


def listed(person: str, *fields: str) -> list[dict]:
	with kit.acting(person):
		return frappe.get_list("Appeal", fields=list(fields) or ["name"], limit_page_length=0)


def test_a_complaint_is_never_its_executors_to_see():
	appeal = kit.appeal()
	with kit.acting("water"):
		assert not frappe.has_permission("Appeal", doc=kit.fresh(appeal))
	assert appeal.name not in [row.name for row in listed("water")]


def test_thanks_are_seen_by_whom_they_were_passed_on_to_and_nothing_of_their_applicant():
	corrections.apply()
	waiting, thanks = kit.appeal("Gratitude"), kit.passed_on(kit.appeal("Gratitude"), text="Дякую за світло")
	rows = {row.name: row for row in listed("water", "*")}
	assert thanks.name in rows and waiting.name not in rows
	assert rows[thanks.name].passed_text == "Дякую за світло"
	seen = {field for field, value in rows[thanks.name].items() if value}
	assert not seen & {
		"text",
		"summary",
		"applicant",
		"applicant_email",
		"interaction",
		"post_address",
		"answer",
	}
	assert thanks.name not in [row.name for row in listed("roads")]
	with kit.acting("water"):
		assert frappe.get_list("Appeal Step", parent_doctype="Appeal", fields=["*"]) == []


@pytest.mark.parametrize("person", ["management", "administrator"])
def test_management_reads_without_personal_data(person):
	appeal = kit.appeal(answer_by="E-mail", post_address="вул. Таємна, 1")
	row = next(row for row in listed(person, "*") if row.name == appeal.name)
	assert row.text and not any(row.get(name) for name in ("applicant", "applicant_email", "post_address"))


@pytest.mark.parametrize("person", ["citizen", "stranger"])
def test_citizens_see_none_by_lists(person):
	kit.appeal()
	with kit.acting(person), refused(frappe.PermissionError):
		frappe.get_list("Appeal")


# The sweep


def test_what_is_overdue_is_noticed_without_a_save_and_told_once():
	with clock.at(kit.MONDAY):
		appeal = kit.appeal()
	modified = kit.fresh(appeal).modified
	with clock.at(kit.MONDAY + timedelta(days=15)):
		messages.forget()
		assert appeals_overdue.mark() == 0
	with clock.at(kit.MONDAY + timedelta(days=16)):
		before = frappe.db.count("Outgoing Message", {"event": "term_broken", "document_name": appeal.name})
		found = [appeals_overdue.mark(), appeals_overdue.mark()]
	after = frappe.db.count("Outgoing Message", {"event": "term_broken", "document_name": appeal.name})
	try:
		assert found[1] == 0 and found[0] >= 1 and after - before == 1
		appeal = kit.fresh(appeal)
		assert appeal.overdue == 1 and appeal.modified == modified
		assert [row.step for row in appeal.steps] == ["Received", "Term Broken"]
		assert str(appeal.steps[-1].taken_at) == str(appeal.due)
	finally:
		_remove(appeal)


def test_many_that_are_overdue_are_marked_by_as_many_statements_as_one():
	with clock.at(kit.MONDAY):
		names = [kit.appeal().name for _each in range(3)]
	found = [frappe._dict(name=name, due=frappe.db.get_value("Appeal", name, "due")) for name in names]
	asked = []
	for batch in (found[:1], found):
		with kit.counting_queries() as queries:
			appeals_overdue._mark(batch)
		asked.append(len(queries))
	assert asked[0] == asked[1] == 3
	assert [row.idx for row in frappe.get_doc("Appeal", names[0]).steps] == [1, 2, 3]


def _remove(appeal) -> None:
	"""What the job has committed."""
	frappe.db.delete("Outgoing Message", {"document_name": appeal.name})
	frappe.db.delete("Appeal Step", {"parent": appeal.name})
	frappe.db.delete("Appeal", {"name": appeal.name})
	frappe.db.commit()


def test_what_is_overdue_is_found_by_an_index(db):
	query = (
		"explain select name from `tabAppeal` where stage = 'Under Consideration' and overdue = 0 and due_utc < now() "
		"order by due_utc limit 200"
	)
	assert db.sql(query, as_dict=True)[0]["key"] == "stage_overdue_due_utc_index"


def test_an_answer_ends_what_was_overdue(db):
	with clock.at(kit.MONDAY):
		appeal = kit.appeal()
	db.set_value("Appeal", appeal.name, "overdue", 1)
	act("answer", appeal, text="Нарешті")
	assert (kit.fresh(appeal).overdue, kit.fresh(appeal).answered_late) == (0, 1)


# Counted apart; cards and erasure


def test_no_request_is_made_or_counted():
	before = (frappe.db.count("Request"), frappe.db.count("Request Journal"))
	kit.appeal()
	assert (frappe.db.count("Request"), frappe.db.count("Request Journal")) == before


def test_charts_and_cards_of_requests_do_not_read_appeals():
	cards_of = frappe.get_all("Number Card", {"module": "Contact Center"}, ["name", "document_type"])
	charts = frappe.get_all("Dashboard Chart", {"module": "Contact Center"}, ["name", "document_type"])
	of_appeals = {row.name for row in [*cards_of, *charts] if row.document_type == "Appeal"}
	assert all("Appeals" in name for name in of_appeals)


def on_card(**other):
	with kit.acting("operator"):
		card = cards.begin("kit-appeal", phone="067 111 00 99")
		made = {"surname": "Тимчасова", "phone": "0671110099"}
		card_callers.identify(card, {"new": made})
		applicant = frappe.db.get_value("Interaction", card, "applicant")
		values = {"kind": "Proposal", "text": "Поставте лавку біля зупинки"}
		return (
			card,
			applicant,
			appeals.receive(values, applicant=applicant, channel="Phone", interaction=card),
		)


def test_a_talk_of_which_an_appeal_came_needs_no_note():
	card, _applicant, _appeal = on_card()
	with kit.acting("operator"):
		cards.end(card)
	assert frappe.db.get_value("Interaction", card, "status") == "Ended"


def test_whose_appeal_is_on_the_card_is_not_forgotten_by_a_click():
	card, _applicant, _appeal = on_card()
	with kit.acting("operator"), refused() as refusal:
		card_callers.identify(card, {"anonymous": 1, "warned": 1})
	assert kind_of(refusal) is Kind.CARD_NAMES_APPLICANT


def test_the_desk_takes_an_appeal_once_on_the_card_of_its_caller():
	with kit.acting("operator"):
		card = cards.begin("kit-desk-appeal", phone=kit.PHONES["citizen"])
		said = {"kind": "Complaint", "about": "Contact Center", "text": "Довго чекала на лінії"}
		with refused() as refusal:
			card_appeals.take(card, "k", said)
		assert kind_of(refusal) is Kind.APPLICANT_NEEDED
		card_callers.identify(card, {"applicant": kit.applicant()})
		made = [card_appeals.take(card, "k", said) for _click in range(2)]
		assert made[0] == made[1]
		shown = card_views.view(card)["appeals"]
	assert [(row["name"], row["kind"]) for row in shown] == [(made[0]["appeal"], "Complaint")]
	appeal = frappe.get_doc("Appeal", made[0]["appeal"])
	assert (appeal.interaction, appeal.applicant, appeal.channel) == (card, kit.applicant(), "Phone")


@pytest.mark.parametrize("values", [{"stage": "Answer Given"}, {"request": "x"}, "", {"kind": ["Complaint"]}])
def test_the_desk_brings_nothing_else(values):
	with kit.acting("operator"):
		card = cards.begin("kit-desk-appeal", phone=kit.PHONES["citizen"])
		with refused():
			card_appeals.take(card, "k", values)


def test_letters_follow_a_changed_address(db):
	appeal = kit.appeal(answer_by="E-mail")
	with kit.acting("operator"):
		person = frappe.get_doc("Applicant", kit.applicant())
		person.email = "nova@example.com"
		person.save()
	assert kit.fresh(appeal).applicant_email == "nova@example.com"


# Letters

EVENTS = ["received", "answered", "passed_on", "assigned", "term_broken", "became_request"]


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_message_in_ukrainian(event):
	about = {"document_type": "Appeal", "method": event, "enabled": 1}
	subjects = frappe.get_all("Notification", about, pluck="subject")
	assert subjects and all(any("а" <= letter <= "я" for letter in subject) for subject in subjects)


def letters(event: str, appeal) -> list[dict]:
	"""What the site's messages queue of an event: [{to, html}]."""
	before = frappe.get_all("Email Queue", pluck="name")
	messages.send([("Appeal", appeal.name, event, "")])
	new = frappe.get_all("Email Queue", {"name": ("not in", before)}, pluck="name")
	return [_letter(frappe.get_doc("Email Queue", name)) for name in new]


def _letter(queued) -> dict:
	mail = email.message_from_string(queued.message, policy=email.policy.default)
	people = [row.recipient for row in queued.recipients]
	return {"to": people, "html": mail.get_body(("html",)).get_content()}


@pytest.fixture
def mailbox(db):
	"""An outgoing account, should the site have none."""
	if not frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}):
		values = {"email_account_name": "KIT", "email_id": "kit@example.com", "smtp_server": "127.0.0.1"}
		marks = {"enable_outgoing": 1, "default_outgoing": 1, "no_smtp_authentication": 1}
		account = frappe.get_doc({"doctype": "Email Account", **values, **marks})
		account.flags.ignore_validate = True
		account.insert(ignore_permissions=True)
		frappe.cache.delete_value("outgoing_email_account")
		frappe.local.outgoing_email_account = {}


def test_the_answer_is_in_the_letter_of_who_asked_for_it(mailbox):
	appeal = kit.appeal(answer_by="E-mail")
	act("answer", appeal, text="Майстра попереджено")
	[letter] = letters("answered", appeal)
	assert letter["to"] == [kit.email("citizen")] and "Майстра попереджено" in letter["html"]
	assert appeal.number in letter["html"] and "Оксан" in letter["html"]


def test_who_asked_for_no_answer_is_told_that_it_is_considered(mailbox):
	appeal = kit.appeal()
	act("answer", appeal, text="Таємниця офісу")
	[letter] = letters("answered", appeal)
	assert "Таємниця офісу" not in letter["html"]


def test_thanks_reach_their_executor_without_a_name(mailbox):
	thanks = kit.passed_on(kit.appeal("Gratitude"), text="Дякую за світло")
	found = {tuple(letter["to"]): letter["html"] for letter in letters("passed_on", thanks)}
	to_executor = found[("kit-water@example.com",)]
	assert "Дякую за світло" in to_executor and "Заявниченко" not in to_executor
	assert (kit.email("citizen"),) in found


def test_who_considers_it_is_told(mailbox):
	appeal = kit.appeal()
	act("assign", appeal, user=kit.email("supervisor"))
	[letter] = letters("assigned", appeal)
	assert letter["to"] == [kit.email("supervisor")] and "Заявниченко" not in letter["html"]
	assert kit.email("supervisor") in {
		person for late in letters("term_broken", appeal) for person in late["to"]
	}
