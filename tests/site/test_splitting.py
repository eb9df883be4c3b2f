"""A web request that is no request of its own: two are made of it, or it joins an open one; or it is refused with a ground."""

import email

import frappe
import kit
import pytest
from kit import POTHOLE

from contact_center.intake import filing, holds, joining, splitting
from contact_center.reading import request_codes
from contact_center.record import checking, joined, messages
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
SECOND = "І ще яма на дорозі біля дому"


def split(request, by="operator", **other):
	with kit.acting(by):
		return splitting.split(
			request.name, SECOND, **{"classifier": POTHOLE, "seen": kit.version(request), **other}
		)


def kind_of(caught) -> str:
	return str(caught.value.problem.kind)


# Two of one


def test_the_second_request_stands_beside_the_first_one():
	first = kit.filed(flat="7")
	made = split(first)
	second = frappe.get_doc("Request", made["name"])
	same = (
		"applicant",
		"channel",
		"street",
		"building",
		"flat",
		"received_at",
		"moderate_from",
		"interaction",
	)
	assert [second.get(field) for field in same] == [kit.fresh(first).get(field) for field in same]
	assert (second.description, second.classifier, second.stage) == (SECOND, POTHOLE, "Moderation")
	assert second.split_from == first.name and kit.fresh(first).stage == "Moderation"
	assert checking.check(first.name) == checking.check(second.name) == []


def test_the_applicant_is_told_both_codes_once():
	first = kit.filed()
	messages.forget()
	made = split(first)
	assert [each.event for each in messages.pending() if each.name == first.name] == ["split"]
	assert [each.event for each in messages.pending() if each.name == made["name"]] == []
	line = frappe.get_last_doc("Request Journal", {"request": first.name, "kind": "Split"})
	assert line.is_public and request_codes.written(first.name) in line.text and made["code"] in line.text
	frappe.db.delete("Email Queue")
	messages.send([("Request", first.name, "split", "")])
	[letter] = frappe.get_all("Email Queue", pluck="message")
	text = words_of(letter)
	assert made["code"] in text
	for entry in (kit.LEAK, POTHOLE):  # by what each is about; the code is for who calls
		assert frappe.db.get_value("Classifier", entry, "title") in text


def words_of(letter: str) -> str:
	"""Return the text of a queued letter."""
	parts = [
		each for each in email.message_from_string(letter).walk() if each.get_content_type() == "text/html"
	]
	return " ".join(each.get_payload(decode=True).decode() for each in parts)


def test_both_get_numbers_of_their_own():
	first = kit.filed()
	second = frappe.get_doc("Request", split(first)["name"])
	for request in (first, second):
		kit.act(request, "Register", "operator")
	assert len({kit.fresh(first).number, kit.fresh(second).number} - {None}) == 2


def test_who_splits_holds_both():
	first = kit.filed()
	with kit.acting("operator"):
		holds.take(first.name)
	made = split(first)
	with kit.acting("operator"):
		assert holds.hold_of(made["name"])["mine"]


def test_a_double_click_splits_once():
	first = kit.filed()
	seen = kit.version(first)
	assert split(first, seen=seen) == split(first, seen=seen)
	assert frappe.db.count("Request", {"split_from": first.name}) == 1


@pytest.mark.parametrize("how", ["registered", "held", "no words"])
def test_what_cannot_be_split(how):
	request = kit.registered() if how == "registered" else kit.filed()
	if how == "held":
		with kit.acting("supervisor"):
			holds.take(request.name)
	with kit.acting("operator"), pytest.raises(frappe.ValidationError) as caught:
		splitting.split(request.name, " " if how == "no words" else SECOND)
	if how != "no words":
		assert kind_of(caught) == {"registered": "Not in Moderation", "held": "Held by Another"}[how]
	assert frappe.db.count("Request", {"split_from": request.name}) == 0


# Known already


def join_to(request, into, by="operator"):
	with kit.acting(by):
		return splitting.join_to(request.name, into.name, kit.version(request))


def test_the_applicant_joins_the_open_request_and_the_own_one_ends():
	into, request = kit.registered(), kit.filed("neighbour")
	messages.forget()
	assert join_to(request, into) == {"number": into.number}
	ended = kit.fresh(request)
	assert ended.stage == "Cancelled" and into.number in ended.reason
	line = frappe.get_last_doc("Request Journal", {"request": request.name, "kind": "Joined to Another"})
	assert line.is_public and into.number in line.text
	assert kit.fresh(into).joined_count == 1
	row = frappe.get_doc("Joined Applicant", {"request": into.name})
	assert (row.applicant, row.came_from) == (kit.applicant("neighbour"), request.name)
	events = {(each.doctype, each.event) for each in messages.pending()}
	assert {("Request", "joined_to_another"), ("Joined Applicant", "joined")} <= events
	assert checking.check(request.name) == checking.check(into.name) == []


def test_the_same_applicant_does_not_join_an_own_request_and_it_ends_all_the_same():
	into, request = kit.registered(), kit.filed()
	join_to(request, into)
	assert (kit.fresh(request).stage, kit.fresh(into).joined_count) == ("Cancelled", 0)


@pytest.mark.parametrize("person", ["neighbour", "citizen"])
def test_a_double_click_joins_once(person):
	into, request = kit.registered(), kit.filed(person)
	seen = kit.version(request)
	with kit.acting("operator"):
		for _click in range(2):
			assert splitting.join_to(request.name, into.name, seen) == {"number": into.number}
	assert kit.kinds(request).count("Joined to Another") == 1


def test_what_ended_otherwise_is_not_joined():
	into, request = kit.registered(), kit.filed()
	with kit.acting("citizen"):
		filing.withdraw(request.name, kit.email("citizen"), "вже не треба", kit.version(request))
	with pytest.raises(frappe.ValidationError) as caught:
		join_to(request, into)
	assert kind_of(caught) == "Not in Moderation"


def test_who_has_joined_the_ended_one_comes_along():
	into = kit.registered(anonymous=1, anonymous_warned=1)
	request = kit.filed()
	joining.join(request.name, kit.applicant("neighbour"))
	join_to(request, into)
	assert all(joined.has_joined(into.name, kit.applicant(person)) for person in ("citizen", "neighbour"))
	assert kit.fresh(into).joined_count == 2


@pytest.mark.parametrize("how", ["itself", "unregistered", "finished"])
def test_only_an_open_registered_request_is_joined(how):
	request = kit.filed()
	into = {"itself": lambda: request, "unregistered": kit.filed, "finished": kit.registered}[how]()
	if how == "finished":
		kit.act(into, "Cancel", "operator", reason="не потрібно")
	with pytest.raises(frappe.ValidationError) as caught:
		join_to(request, into)
	assert kind_of(caught) == "Not to Join"
	assert kit.fresh(request).stage == "Moderation"


@pytest.mark.parametrize("person", ["citizen", "stranger", "water", "idler", "management", "administrator"])
def test_others_neither_split_nor_join(person):
	into, request = kit.registered(), kit.filed()
	with pytest.raises(frappe.PermissionError):
		split(request, person)
	with pytest.raises(frappe.PermissionError):
		join_to(request, into, person)
	assert kit.fresh(request).stage == "Moderation"


# Refused with a ground


def test_a_refusal_is_counted_by_its_ground():
	request = kit.filed()
	kit.act(request, "Reject", "operator", reason="Не належить", refusal_ground="Інше")
	assert kit.fresh(request).refusal_ground == "Інше"
	assert frappe.db.count("Request", {"refusal_ground": "Інше", "name": request.name}) == 1


def test_a_ground_stays_with_no_other_decision():
	request = kit.filed()
	kit.act(request, "Register", "operator", refusal_ground="Інше")
	assert not kit.fresh(request).refusal_ground


@pytest.mark.parametrize("ground", ["", None, "KIT-RETIRED-GROUND"])
def test_a_refusal_needs_a_ground_in_use_at_every_door(ground, db):
	retired = {"doctype": "Refusal Ground", "title": "KIT-RETIRED-GROUND", "text": "Було", "is_active": 0}
	frappe.get_doc(retired).insert(ignore_permissions=True)
	request = kit.filed()
	for reject in (pressed, saved):
		with pytest.raises(frappe.ValidationError) as caught:
			reject(request, ground)
		assert caught.value.problem.kind is Kind.GROUND_NEEDED and "Інше" in caught.value.problem.values
	assert kit.fresh(request).stage == "Moderation"
	pressed(request, "Інше")
	assert kit.fresh(request).stage == "Rejected"


def pressed(request, ground):
	kit.act(request, "Reject", "operator", reason="Не належить", refusal_ground=ground)


def saved(request, ground):
	"""As REST writes a document: the state in it, without a button."""
	with kit.acting("operator"):
		doc = kit.fresh(request)
		values = {"workflow_state": "Rejected", "reason": "Не належить", "refusal_ground": ground}
		doc.update(values).save()


def test_over_rest_too(rest, db):
	request = kit.filed()
	frappe.db.commit()
	values = {"workflow_state": "Rejected", "reason": "Не належить", "modified": kit.version(request)}
	answer = rest("operator").put(f"/api/resource/Request/{request.name}", values)
	assert answer.status_code == 417 and "Ground Needed" in answer.text, answer.text
	frappe.db.rollback()
	assert kit.fresh(request).stage == "Moderation"


def test_a_site_without_grounds_in_use_refuses_by_the_reason_alone(db):
	frappe.db.set_value("Refusal Ground", {"is_active": 1}, "is_active", 0)
	request = kit.filed()
	pressed(request, "")
	assert kit.fresh(request).stage == "Rejected"


def test_a_cancelled_request_needs_none():
	request = kit.filed()
	kit.act(request, "Cancel", "operator", reason="не потрібно")
	assert kit.fresh(request).stage == "Cancelled"


def test_an_unknown_ground_is_refused():
	with pytest.raises(frappe.ValidationError):
		kit.act(kit.filed(), "Reject", "operator", reason="ні", refusal_ground="Немає такої")


def test_grounds_are_shipped_once_with_a_text_each():
	from contact_center.intake import refusal_grounds

	frappe.db.delete("Refusal Ground", {"name": "Не є заявкою"})
	refusal_grounds.install()
	rows = frappe.get_all("Refusal Ground", ["name", "text"])
	assert len(rows) >= 5 and all(row.text for row in rows)
	assert "Не є заявкою" not in [row.name for row in rows]
