"""What an appeal keeps: the moment of its receipt, all words, its term; and what counts as answered (R3.3a)."""

from datetime import timedelta

import frappe
import kit
import pytest
from frappe.desk.doctype.dashboard_chart.dashboard_chart import get
from frappe.desk.doctype.number_card.number_card import get_result
from kit import LEAK

from contact_center.intake import appeal_acts, appeal_turning, joining, memos
from contact_center.patches import count_appeals_apart
from contact_center.portal import appeal_queries
from contact_center.record import clock
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.reports import counts

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city", "db")

LATER = kit.MONDAY + timedelta(days=16)


def act(name: str, appeal, by: str = "supervisor", **values):
	with kit.acting(by):
		return getattr(appeal_acts, name)(appeal.name, seen=kit.version(appeal), **values)


def turned(request, kind: str = "Complaint"):
	with kit.acting("operator"):
		given = {"kind": kind, "about": "Contact Center", "seen": kit.version(request)}
		return frappe.get_doc("Appeal", appeal_turning.turn_into_appeal(request.name, **given)["name"])


def refused(kind: Kind, act_of, *given, **named):
	with pytest.raises(frappe.ValidationError) as refusal:
		act_of(*given, **named)
	assert refusal.value.problem.kind is kind


def test_a_request_that_was_an_appeal_came_when_the_appeal_did_and_is_moderated_from_now():
	with clock.at(kit.MONDAY):
		appeal = kit.appeal()
	with clock.at(LATER):
		made = act("turn_into_request", appeal, "operator")
		now = clock.to_site(clock.now())
	request = frappe.get_doc("Request", made["request"])
	assert (request.received_at, request.received_utc) == (appeal.received_at, appeal.received_utc)
	assert request.moderate_from == now
	received = frappe.get_all("Request Journal", {"request": request.name, "kind": "Received"}, ["moment"])
	assert [row.moment for row in received] == [appeal.received_at]


def test_no_form_says_when_a_request_came():
	with kit.acting("operator"):
		forged = {"received_at": "2020-01-01 00:00:00", "received_utc": "2020-01-01 00:00:00"}
		request = frappe.get_doc({"doctype": "Request", "channel": "Phone", **kit.values(), **forged})
		request.update({"applicant": kit.applicant()}).insert()
	assert request.received_at.year > 2020


def test_the_term_of_an_appeal_that_was_a_request_runs_from_the_requests_receipt():
	with clock.at(kit.MONDAY):
		request = kit.filed()
	with clock.at(kit.MONDAY + timedelta(days=3)):
		appeal = turned(request)
	assert appeal.received_at == kit.fresh(request).received_at
	assert str(appeal.due) == "2026-03-17 23:59:59"


def test_who_was_never_asked_for_a_way_reads_the_answer_in_the_account():
	appeal = turned(kit.filed())
	assert appeal.answer_by == "Account"
	act("answer", appeal, text="Майстра попереджено")
	shown = appeal_queries.my_appeal(kit.email("citizen"), appeal.name)
	assert shown["answer"] == "Майстра попереджено"


@pytest.mark.parametrize(("email", "way"), [("kit-citizen@example.com", "E-mail"), ("", "")])
def test_who_has_no_account_is_answered_by_e_mail_where_there_is_one(db, email, way):
	request = kit.filed()
	db.set_value("Applicant", kit.applicant(), {"user": None, "email": email or None})
	assert (turned(request).answer_by or "") == way


@pytest.mark.parametrize(
	("name", "kind", "values"),
	[
		("answer", "Complaint", {"text": "я" * 10_001}),
		("withdraw", "Complaint", {"reason": "я" * 1001}),
		("pass_on", "Gratitude", {"note": "я" * 1001}),
		("pass_on", "Gratitude", {"executor": "KIT-WATER", "text": "я" * 10_001}),
	],
)
def test_words_over_the_limit_are_refused_not_cut(name, kind, values):
	refused(Kind.LONG_TEXT, act, name, kit.appeal(kind), **values)


def test_a_second_click_with_the_longest_reason_changes_nothing():
	appeal = kit.appeal()
	for _click in range(2):
		act("withdraw", appeal, "operator", reason="я" * 1000)
	assert len(kit.fresh(appeal).steps) == 2


def test_a_correction_keeps_all_that_stood_there():
	appeal = kit.appeal(text="я" * 9_999 + "!")
	act("correct", appeal, "operator", values={"text": "Інше", "person": "Хтось"})
	note = kit.fresh(appeal).steps[-1].note
	assert "я" * 9_999 + "!" in note


def test_joined_and_memos_refuse_what_is_too_long_too():
	request = kit.executed()
	joining.join(request.name, kit.applicant("neighbour"))
	refused(
		Kind.LONG_TEXT, joining.answer_as_joined, request.name, kit.applicant("neighbour"), False, "я" * 5001
	)
	memo = kit.memo()
	with kit.acting("supervisor"):
		refused(Kind.LONG_TEXT, memos.decline, memo.name, "я" * 1001)


def test_another_kind_leaves_the_mark_to_the_minutes_job(db):
	with clock.at(kit.MONDAY):
		appeal = kit.appeal("Gratitude")
	with clock.at(LATER):
		act("correct", appeal, "operator", values={"kind": "Complaint"})
	assert kit.fresh(appeal).overdue == 0
	db.set_value("Appeal", appeal.name, "overdue", 1)
	with clock.at(kit.MONDAY + timedelta(days=90)):
		act("correct", appeal, "operator", values={"kind": "Proposal"})
	assert kit.fresh(appeal).overdue == 1


@pytest.mark.parametrize(("name", "values"), [("withdraw", {"reason": "Ні"}), ("turn_into_request", {})])
def test_only_an_answer_is_an_answer(db, name, values):
	with clock.at(kit.MONDAY):
		appeal = kit.appeal()
	db.set_value("Appeal", appeal.name, "overdue", 1)
	with clock.at(LATER):
		act(name, appeal, **values)
	appeal = kit.fresh(appeal)
	assert (appeal.answered_at, appeal.answered_late, appeal.overdue) == (None, 0, 0)


@pytest.mark.parametrize("change", [{"is_active": 0}, {"is_group": 1}])
def test_thanks_are_passed_on_to_an_executor_at_work(db, change):
	db.set_value("Executor", "KIT-WATER", change)
	frappe.clear_document_cache("Executor", "KIT-WATER")
	try:
		refused(Kind.EXECUTOR_NEEDED, kit.passed_on, kit.appeal("Gratitude"))
	finally:
		frappe.clear_document_cache("Executor", "KIT-WATER")


# Counted apart


def by_group() -> int:
	return sum(number for _group, number in counts.by_group())


def on_card(name: str) -> int:
	card = frappe.get_doc("Number Card", name).as_dict()
	with kit.acting("supervisor"):
		return int(get_result(frappe.as_json(card), card.filters_json))


def on_chart(name: str) -> int:
	with kit.acting("supervisor"):
		return sum(get(chart_name=name, refresh=1)["datasets"][0]["values"])


def figures() -> tuple[int, int, int]:
	return by_group(), on_card("Received Today"), on_chart("Requests by Day")


def test_a_request_that_became_an_appeal_is_counted_as_one_no_more():
	request = kit.filed(classifier=LEAK)
	counted = figures()
	turned(request)
	assert figures() == tuple(number - 1 for number in counted)


def test_what_became_an_appeal_before_is_marked_by_the_patch(db):
	request, other = kit.filed(), kit.filed()
	turned(request)
	db.set_value("Request", request.name, "became_appeal", 0)
	count_appeals_apart.execute()
	assert [kit.fresh(each).became_appeal for each in (request, other)] == [1, 0]
