"""Whatever is sent, wherever: a clear refusal in Ukrainian or a plain text; nothing runs, nothing falls over."""

import re
from itertools import count

import attack_inputs as inputs
import attack_values as values
import pytest
from attack_calls import Answer, Call
from attack_dry import Dry

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
NOTED = {"Error Log", "Access Log", "Activity Log", "Route History", "View Log", "Error Snapshot"}
RUN = ("7165334243", "root:x:0")
CYRILLIC = re.compile("[а-яіїєґ]{3}")
tried = count(1)


@pytest.fixture(scope="module")
def people(rest, site):
	yield {
		person: Dry.of(rest(person), site)
		for person in ("Guest", "citizen", "water", "operator", "administrator")
	}


@pytest.fixture(scope="module", autouse=True)
def number(request):
	yield
	with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
		print(f"\nhostile inputs: {next(tried) - 1}")


def send(people, world, entry: inputs.Entry, value: object) -> Answer:
	next(tried)
	return people[entry.person].send(entry.call(world, value))


def faults(answer: Answer) -> list[str]:
	"""What is wrong with any answer to a hostile input."""
	found = [f"status {answer.status}"] if answer.status >= 500 else []
	found += ["a traceback"] if "Traceback (most" in answer.text else []
	return found + [f"ran: {mark}" for mark in RUN if mark in answer.text]


def refusal_faults(answer: Answer) -> list[str]:
	"""What is wrong with the answer to what must be refused."""
	found = faults(answer)
	found += [f"status {answer.status}"] if not 400 <= answer.status < 500 else []
	found += ["no word of Ukrainian"] if not CYRILLIC.search(answer.readable) else []
	return found + [f"stored: {name}" for name in set(answer.written) - NOTED]


TEXTS = list(enumerate(inputs.entries()))
PLACES = list(enumerate([*inputs.entries(), *inputs.searches()]))


def name_of(entry: object) -> str:
	return getattr(entry, "name", "")


@pytest.mark.parametrize(("turn", "entry"), TEXTS, ids=name_of)
def test_what_is_no_text_is_refused(turn, entry, people, world):
	sent = values.some(values.MALFORMED, 4, turn)
	answers = {what: send(people, world, entry, value) for what, value in sent.items()}
	wrong = {
		what: (refusal_faults(each), each.text[:200])
		for what, each in answers.items()
		if refusal_faults(each)
	}
	assert not wrong


@pytest.mark.parametrize(("turn", "entry"), PLACES, ids=name_of)
def test_an_odd_text_is_a_text(turn, entry, people, world):
	sent = values.some(values.ODD, 5, turn)
	answers = {what: send(people, world, entry, value) for what, value in sent.items()}
	wrong = {what: (faults(answer), answer.text[:200]) for what, answer in answers.items() if faults(answer)}
	assert not wrong


@pytest.mark.parametrize("person", ["citizen", "water"])
@pytest.mark.parametrize("what", values.BODIES)
def test_a_body_that_is_no_json_is_refused(what, person, people):
	next(tried)
	path = "/api/method/contact_center.portal.api.cancel"
	answer = people[person].send(Call("POST", path, raw=values.BODIES[what]))
	assert not refusal_faults(answer), answer.text[:300]
