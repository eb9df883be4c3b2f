"""What people write wrongly into any form is refused in Ukrainian, at its field, and nothing of it is stored or run."""

import json
import re

import attack_bad_inputs as inputs
import attack_forms as forms
import frappe
import kit
import pytest
from attack_calls import Answer
from attack_dry import Dry
from kit_city import leaving_nothing

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
CYRILLIC = re.compile("[а-яіїєґ]{3}")
NOTED = {"Error Log", "Access Log", "Activity Log", "Route History", "View Log", "Error Snapshot"}
SAYS_WHICH = (
	"напишіть, що сталося",
	"напишіть причину",
	"Коротку відповідь",
	"немає що підставити",
	"не номер телефону",
	"не адреса електронної пошти",
	"Виберіть підставу відмови",
)
"""Words that say of themselves which field they are about."""
SEEN = {
	"own": "Request",
	"result": "Request",
	"waiting": "Request",
	"own_task": "Request Task",
	"clarification": "Clarification",
}


@pytest.fixture(scope="module")
def at_work(world):
	"""The world, with what its forms need: versions that were seen, a question that was asked, memos at each step."""
	from contact_center.control import asking
	from contact_center.intake import joining, memos

	frappe.db.rollback()
	with leaving_nothing():
		asked, approved = kit.filed(building="14"), kit.memo(phone="067 111 00 88")
		with kit.acting("operator"):
			asking.ask(asked.name, "Який під’їзд?")
		with kit.acting("supervisor"):
			memos.approve(approved.name)
		joined = kit.executed(building="18")
		joining.join(joined.name, kit.applicant("neighbour"))
		vars(world).update(
			asked=asked.name,
			approved_memo=approved.name,
			open_memo=kit.memo(phone="067 111 00 99").name,
			joined_result=joined.name,
			reported=kit.task_of(joined).name,
			**{
				f"{name}_seen": kit.version(frappe.get_doc(of, getattr(world, name)))
				for name, of in SEEN.items()
			},
		)
		frappe.db.commit()
		yield world


@pytest.fixture(scope="module")
def people(rest, site):
	persons = {each.person for each in (*BAD, *RUNNING)}
	yield {person: Dry.of(rest(person), site) for person in persons}
	frappe.clear_cache()


def words_at(answer: Answer) -> dict[str, str]:
	"""Return {field: words} of a refusal, those of the whole form under ""."""
	body = json.loads(answer.text)
	messages = [json.loads(each)["message"] for each in json.loads(body.get("_server_messages") or "[]")]
	return {"": " / ".join(messages), **(body.get("field_errors") or {})}


def names_field(bad: forms.Bad, words: dict[str, str]) -> bool:
	"""Whether the refusal stands at its field, or names it, a column of its rows, or what was written.

	A dialog or a page of one text names it by asking.
	"""
	if not bad.doctype or bad.field in words or any(each in words[""] for each in SAYS_WHICH):
		return True
	df = frappe.get_meta(bad.doctype).get_field(bad.field)
	columns = frappe.get_meta(df.options).fields if df.fieldtype == "Table" else []
	labels = [frappe._(each.label, lang="uk", context=each.parent) for each in (df, *columns) if each.label]
	return any(each.lower() in words[""].lower() for each in [*labels, str(bad.value).strip() or labels[0]])


BAD, RUNNING = list(inputs.everything()), list(inputs.running())


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_it_is_refused_in_words_at_its_field(bad, people, at_work):
	answer = people[bad.person].send(bad.call(at_work))
	assert 400 <= answer.status < 500, (answer.status, answer.text[:500])
	assert set(answer.written) - NOTED == set()
	words = words_at(answer)
	assert all(CYRILLIC.search(each) for each in words.values()), words
	assert names_field(bad, words), words


@pytest.mark.parametrize("bad", RUNNING, ids=lambda bad: bad.name)
def test_what_a_program_would_run_is_a_text(bad, people, at_work):
	answer = people[bad.person].send(bad.call(at_work))
	assert answer.status < 500 and "Traceback (most" not in answer.text
	assert forms.ONCE_RUN not in answer.text


def test_there_are_at_least_two_hundred_kinds():
	kinds = {(bad.form, bad.field, bad.how) for bad in BAD}
	assert len(kinds) == len(BAD) >= 280
	assert len({bad.form for bad in BAD}) >= 30
