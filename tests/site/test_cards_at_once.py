"""What the operator's desk sends twice, or all at once, is done once and fails never."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe
import kit
import pytest
from kit import ASKED

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
DESK = "contact_center.desk.call."


@pytest.fixture
def send(rest):
	"""Return `send(act, **arguments)`, which asks the server as the operator; a refusal fails the test."""
	client = rest("operator")

	def sent(act: str, **arguments):
		answer = client.call(DESK + act, **arguments)
		assert answer.ok, answer.text
		return answer.json().get("message")

	return sent


def together(acts: list) -> list:
	"""Do all at the same moment; the answers in order."""
	with ThreadPoolExecutor(len(acts)) as pool:
		return [each.result() for each in [pool.submit(act) for act in acts]]


def one_of(answers: list):
	"""Return the answer that all of them are."""
	[same] = {json.dumps(each, sort_keys=True) for each in answers}
	return json.loads(same)


def test_a_card_that_is_begun_five_times_at_once_is_one(send):
	begun = one_of(together([lambda: send("begin", key="at once", phone="067 111 00 01")] * 5))
	frappe.db.rollback()
	assert frappe.db.count("Interaction", {"operator": kit.email("operator"), "desk_key": "at once"}) == 1
	assert begun["phone"] == "+380671110001"


def test_a_card_that_is_typed_on_while_it_is_taken_over_loses_no_kept_word(send, rest):
	"""Each text either was kept before the taking and came along, or was refused."""
	card = send("begin", key="taken over")["name"]
	operator, supervisor = rest("operator"), rest("supervisor")
	take = {"card": card, "held_by": kit.email("operator")}
	texts = [json.dumps({"subject": {"text": f"слово {number}"}}) for number in range(6)]
	keep = [lambda text=text: operator.call(f"{DESK}keep", card=card, draft=text) for text in texts]
	taking = [lambda: supervisor.call("contact_center.desk.shift.take_over", **take)]
	answers = together([*keep[:3], *taking, *keep[3:]])
	view = answers.pop(3).json()["message"]
	frappe.db.rollback()
	row = frappe.db.get_value("Interaction", card, ["operator", "draft"], as_dict=True)
	kept = [text for text, answer in zip(texts, answers, strict=True) if answer.ok]
	assert row.operator == kit.email("supervisor") and (row.draft or "") == view["draft"]
	assert view["draft"] in kept or not kept
	assert all("Card Taken Over" in answer.text for answer in answers if not answer.ok)
	assert not operator.call(f"{DESK}keep", card=card, draft="{}").ok


def test_a_taking_over_that_is_sent_four_times_at_once_is_one(send, rest):
	card = send("begin", key="taken twice")["name"]
	supervisor = rest("supervisor")
	take = {"card": card, "held_by": kit.email("operator")}
	answers = together([lambda: supervisor.call("contact_center.desk.shift.take_over", **take)] * 4)
	assert [answer.status_code for answer in answers] == [200] * 4
	frappe.db.rollback()
	assert frappe.db.count("Comment", {"reference_doctype": "Interaction", "reference_name": card}) == 1


def test_a_request_and_a_consultation_that_are_sent_four_times_at_once_are_one(send):
	card = send("begin", key="twice")["name"]
	send("identify", card=card, values={"applicant": kit.applicant()})
	request = one_of(together([lambda: send("register", card=card, key="r", values=ASKED)] * 4))
	told = one_of(together([lambda: send("consult", card=card, key="c", values={"text": "Порада"})] * 4))
	frappe.db.rollback()
	assert frappe.get_all("Request", {"interaction": card}, pluck="name") == [request["request"]]
	assert frappe.get_all("Consultation", {"interaction": card}, pluck="name") == [told["consultation"]]


def test_typing_disturbs_no_act_and_no_act_typing(send):
	"""A draft is kept while the caller is written and requests are registered: nobody's version has changed."""
	card = send("begin", key="typing")["name"]
	known = {"applicant": kit.applicant()}
	send("identify", card=card, values=known)
	typed = [lambda number=number: send("keep", card=card, draft=f'{{"n": {number}}}') for number in range(4)]
	asked = [
		lambda number=number: send("register", card=card, key=f"r{number}", values=ASKED)
		for number in range(3)
	]
	together([*typed, *asked, lambda: send("identify", card=card, values=known)])
	frappe.db.rollback()
	assert frappe.db.count("Request", {"interaction": card}) == 3
	assert frappe.db.get_value("Interaction", card, "draft").startswith('{"n"')


def test_the_same_clearing_up_call_that_is_sent_three_times_at_once_is_one(send):
	request = kit.filed()
	frappe.db.commit()
	call = {"request": request.name, "outcome": "Not Reached", "key": "x"}
	together([lambda: send("clear_up", **call)] * 3)
	frappe.db.rollback()
	assert frappe.db.count("Clearing-up Call", {"request": request.name}) == 1
