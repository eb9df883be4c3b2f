"""`make chaos` notices what is lost and what is there twice, among the lines, the requests and the letters."""

import inspect
import re
from collections import Counter
from types import SimpleNamespace

import chaos_check
import chaos_people
import frappe
import kit
import pytest
from chaos_ledger import Act, Ledger, Outcome, table
from frappe.model.workflow import get_workflow
from kit_city import remove_requests

from contact_center.control import comments
from contact_center.record import messages
from contact_center.record.messages import OUTBOX

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


PRESSED = re.compile(r'press\(\s*act,\s*"([^"]+)",\s*row\["name"\],\s*"([^"]+)"')


def test_its_people_press_buttons_that_the_workflows_have():
	"""What no workflow knows is refused each time, and tries nothing."""
	pressed = PRESSED.findall(inspect.getsource(chaos_people))
	assert len(pressed) >= 6
	for doctype, action in pressed:
		assert action in {row.action for row in get_workflow(doctype).transitions}, (doctype, action)


@pytest.fixture
def ledger():
	return Ledger()


def begun(ledger: Ledger, outcome: Outcome, name: str, *kinds: str, **about) -> Act:
	act = ledger.begin("operator", name, *kinds, **about)
	act.outcome = outcome
	return act


def names(found) -> list[str]:
	return [act.name for act, _what in found]


def commented(request, act: Act, times: int = 1) -> None:
	with kit.acting("operator"):
		for number in range(times):
			comments.comment("Request", request.name, f"{act.mark}{'.' * number}")


@pytest.mark.parametrize(
	("outcome", "times", "lost", "doubled"),
	[
		(Outcome.DONE, 1, [], []),
		(Outcome.DONE, 0, ["comment"], []),
		(Outcome.DONE, 2, [], ["comment"]),
		(Outcome.UNANSWERED, 0, [], []),
		(Outcome.UNANSWERED, 1, [], []),
		(Outcome.UNANSWERED, 2, [], ["comment"]),
		(Outcome.REFUSED, 0, [], []),
		(Outcome.REFUSED, 1, [], ["comment"]),
	],
)
def test_an_act_with_words(ledger, outcome, times, lost, doubled):
	request = kit.registered()
	act = begun(ledger, outcome, "comment", "Commented", document=request.name)
	commented(request, act, times)
	found = chaos_check.compare(ledger)
	assert (names(found[0]), names(found[1])) == (lost, doubled)


@pytest.mark.parametrize(("times", "lost", "doubled"), [(1, [], []), (2, ["accept"], [])])
def test_an_act_without_words_is_known_by_its_document(ledger, times, lost, doubled):
	task = kit.accept(kit.task_of(kit.registered()))
	for _each in range(times):
		begun(ledger, Outcome.DONE, "accept", "Accepted", document=task.name, worded=False)
	found = chaos_check.compare(ledger)
	assert (names(found[0]), names(found[1])) == (lost, doubled)


@pytest.mark.parametrize(("times", "lost", "doubled"), [(0, 3, 0), (1, 0, 0), (2, 1, 1)])
def test_a_form_is_one_request_with_one_thank_you(ledger, times, lost, doubled):
	act = begun(ledger, Outcome.DONE, "file", "Received")
	for _each in range(times):
		act.document = kit.filed(description=f"Тече, {act.mark}").name
	act.answers = {act.document} - {""}
	found = chaos_check.compare(ledger)
	assert (len(found[0]), len(found[1])) == (lost, doubled)


@pytest.fixture
def letters(db):
	"""Return `letters(received)` about a request that was filed: its counts, and what is wrong."""
	remove_requests(frappe.get_all("Request", pluck="name"))
	for doctype in ("Email Queue", "Email Queue Recipient", OUTBOX):
		frappe.db.delete(doctype)
	kit.filed()
	messages.send(frappe.get_all(OUTBOX, fields=list(messages.FIELDS), as_list=True))
	[letter] = frappe.get_all("Email Queue", fields=["name", "message_id"])
	frappe.db.set_value("Email Queue", letter.name, "status", "Sent")

	def look(times: int):
		received = Counter({(letter.message_id, kit.email("citizen")): times})
		counts, wrong = chaos_check.letters(SimpleNamespace(received=received))
		return counts["missing"], counts["again"], list(wrong)

	return look


def test_a_letter_that_came_once(letters):
	assert letters(1) == (0, 0, [])


def test_a_letter_that_never_came_or_came_again(letters):
	assert letters(0)[0] == 1 and letters(0)[2]
	assert letters(3)[1] == 2


def test_a_letter_that_was_never_written(letters):
	frappe.db.delete("Email Queue")
	assert len(letters(1)[2]) == 1


def test_a_letter_that_was_written_twice(letters):
	frappe.db.delete("Request Journal")
	assert len(letters(1)[2]) == 1


def test_the_table_has_a_line_an_act(ledger):
	begun(ledger, Outcome.DONE, "comment", "Commented")
	begun(ledger, Outcome.UNANSWERED, "comment", "Commented").tries = 9
	last = table(ledger, Counter(comment=1), Counter()).splitlines()[-1].split()
	assert last == ["all", "2", "1", "1", "0", "0", "1", "1", "0"]
