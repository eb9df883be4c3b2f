"""One search for the desk and the portal, and who may ask it (R5.11)."""

import statistics
import time

import frappe
import kit
import pytest
from frappe.utils import add_days
from kit_rest import is_refused, knowledge_fields

from contact_center.desk import finding as at_desk
from contact_center.intake import entry_learning, finding, knowledge
from contact_center.reading import entry_model_file, entry_training
from contact_center.reading.entry_model import LikelyEntry

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

PROPOSE = "contact_center.desk.finding.propose"
LIKELY = "contact_center.portal.api.likely_entries"
CLARIFICATION, SERVICE = knowledge.KNOWLEDGE
LONG = "у нас тут таке діється ось уже другий тиждень підряд"


@pytest.fixture
def learned(monkeypatch):
	"""Return a function by which the site has learned shares for whatever description."""

	def shares(**learned):
		def likely(text, most, allowed):
			found = [LikelyEntry(code.replace("_", "-"), share) for code, share in learned.items()]
			return [each for each in found if each.entry in allowed][:most]

		monkeypatch.setattr(entry_learning, "likely", likely)

	shares()
	return shares


def names(text, audience=finding.OPERATORS):
	return [each.name for each in finding.find(text, audience)]


@pytest.mark.parametrize("text", ["KIT-LEAK", "перевірочна справа leak", "справу перевірочну leaк"])
def test_an_entry_is_found_by_code_and_words(text, learned):
	first = finding.find(text, finding.OPERATORS)[0]
	assert (first.kind, first.name, first.share) == (finding.ENTRY, kit.LEAK, None)


@pytest.mark.parametrize("text", ["", " ", "%", "🙂", "\u200b", "..."])
def test_nothing_is_found_by_nothing(text, learned):
	learned(KIT_LEAK=1.0)
	assert names(text) == []


def test_citizens_find_what_they_may_choose_alone(learned):
	learned(KIT_SOS=0.9, KIT_LEAK=0.1)
	assert not frappe.db.get_value("Classifier", kit.SOS, "is_public")
	assert names(LONG)[:2] == [kit.SOS, kit.LEAK]
	assert kit.SOS not in names(LONG, finding.CITIZENS) and kit.LEAK in names(LONG, finding.CITIZENS)
	assert kit.SOS not in names("KIT-SOS", finding.CITIZENS)


def test_a_description_is_found_by_what_the_site_has_learned(learned):
	learned(KIT_LIFT=0.6, KIT_LEAK=0.3)
	found = finding.find(f"{LONG} leak", finding.OPERATORS)
	assert [(each.name, each.share) for each in found[:2]] == [("KIT-LIFT", 0.6), (kit.LEAK, 0.3)]
	assert (found[0].why, found[1].why) == (finding.LEARNED, finding.IN_WORDS)


def test_words_decide_where_the_model_knows_little(learned):
	learned(KIT_LIFT=0.06, KIT_LEAK=0.05)
	assert names(f"перевірочна справа leak {LONG}")[0] == kit.LEAK


def test_a_word_or_two_are_not_asked_of_the_model(learned):
	learned(KIT_LIFT=0.9)
	assert finding.find("leak", finding.OPERATORS)[0].name == kit.LEAK


def test_without_a_model_the_search_goes_on():
	entry_learning.path().unlink(missing_ok=True)
	assert names(f"перевірочна справа leak {LONG}")[0] == kit.LEAK


def test_a_keystroke_asks_the_database_nothing(learned):
	learned(KIT_LEAK=0.5)
	finding.find("leak", finding.OPERATORS)
	with kit.counting_queries() as seen:
		finding.find("перевірочна", finding.OPERATORS)
		finding.find(LONG, finding.OPERATORS)
	assert seen == []


def test_what_was_read_under_a_version_that_redis_has_lost_is_read_again():
	"""A cleared cache loses the version: an index of before is not taken for the present one."""
	key = frappe.cache.make_key("contact_center_finding")
	finding.forget()
	frappe.db.commit()
	before = finding.index_of(finding.CITIZENS)
	assert finding.index_of(finding.CITIZENS) is before
	frappe.cache.delete(key)
	anew = finding.index_of(finding.CITIZENS)
	assert anew is not before and finding.index_of(finding.CITIZENS) is anew
	frappe.cache.delete(key)
	assert finding.index_of(finding.CITIZENS) is not anew


def test_what_is_saved_is_found_at_once(learned):
	doc = frappe.get_doc("Classifier", kit.LEAK)
	before = doc.keywords
	assert names("абракадабра") == []
	try:
		doc.update({"keywords": "абракадабра"}).save()
		frappe.db.commit()
		assert names("абракадабру") == [kit.LEAK]
	finally:
		frappe.get_doc("Classifier", kit.LEAK).update({"keywords": before}).save()
		frappe.db.commit()
	assert names("абракадабра") == []


@pytest.mark.parametrize(("doctype", "kind"), [(CLARIFICATION, "clarification"), (SERVICE, "service")])
def test_answers_in_force_are_found_beside_entries(learned, doctype, kind):
	"""RI2, RI4: by their title, their keywords and the titles of their entries; the entry comes first."""
	fields = {
		**knowledge_fields(doctype),
		"title": "Перевірочна відповідь KIT",
		"keywords": "кукурудза",
		"is_public": 0,
	}
	doc = frappe.get_doc({"doctype": doctype, **fields}).insert()
	frappe.db.commit()
	try:
		[found] = finding.find("кукурудзи", finding.OPERATORS)
		assert (found.kind, found.name, found.title) == (kind, doc.name, doc.title)
		assert finding.find("кукурудза", finding.CITIZENS) == []
		assert [each.kind for each in finding.find("leak", finding.OPERATORS)] == ["entry", kind]
		doc.update({"is_public": 1}).save()
		frappe.db.commit()
		assert [each.name for each in finding.find("кукурудза", finding.CITIZENS)] == [doc.name]
		doc.update({"valid_until": add_days(knowledge.today(), -1)}).save()
		frappe.db.commit()
		assert finding.find("кукурудза", finding.OPERATORS) == []
	finally:
		frappe.delete_doc(doctype, doc.name, force=1)
		frappe.db.commit()


def test_the_desk_proposes_for_words_or_for_a_description(learned):
	learned(KIT_LIFT=0.9)
	with kit.acting("operator"):
		assert [row["name"] for row in at_desk.propose("leak", LONG)[:2]] == [kit.LEAK, "KIT-LIFT"]
		[first, *_others] = at_desk.propose("", LONG)
	assert first == {
		"kind": "entry",
		"name": "KIT-LIFT",
		"title": frappe.db.get_value("Classifier", "KIT-LIFT", "title"),
		"why": "learned",
		"share": 0.9,
	}


@pytest.mark.parametrize("person", ["water", "management", "citizen", "Guest"])
def test_only_operators_are_proposed_to(rest, person):
	answer = rest(person).call(PROPOSE, text="leak")
	assert is_refused(answer) and kit.LEAK not in answer.text


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_operators_are_proposed_to_over_http(rest, person):
	assert rest(person).call(PROPOSE, text="leak").json()["message"][0]["name"] == kit.LEAK
	assert is_refused(rest(person).get(f"/api/method/{PROPOSE}", text="leak"))


@pytest.mark.parametrize(
	"body",
	[
		{"text": "' OR 1=1 --"},
		{"text": "<script>alert(1)</script>"},
		{"text": "{{ frappe.session.user }}"},
		{"text": "../../etc/passwd"},
		{"text": "%" * 140},
		{"text": "щхщю " * 5000},
		{"text": "", "description": "немає води " * 20_000},
		{"text": "", "description": "🙂" * 3000},
	],
)
def test_hostile_and_endless_texts_are_only_words(rest, body):
	begun = time.monotonic()
	answer = rest("operator").call(PROPOSE, **body)
	assert answer.status_code == (417 if len(max(body.values(), key=len)) > 10_000 else 200), answer.text
	assert time.monotonic() - begun < 20
	if answer.ok:
		assert all(row["kind"] == "entry" for row in answer.json()["message"])


@pytest.mark.parametrize("body", [{"text": ["a"]}, {"text": {"a": 1}}, {"text": "a", "description": [1]}])
def test_what_is_no_text_is_refused(rest, body):
	answer = rest("operator").call(PROPOSE, **body)
	assert 400 <= answer.status_code < 500, answer.text


def test_a_keystroke_is_quick(learned):
	finding.find("leak", finding.OPERATORS)
	took = []
	for end in range(1, 24):
		begun = time.process_time()
		finding.find("перевірочна справа leak"[:end], finding.OPERATORS)
		took.append(time.process_time() - begun)
	assert statistics.median(took) < 0.1


def test_a_citizen_is_told_what_such_descriptions_were_about(rest):
	"""By the model that the server reads beside the site."""
	said = [
		("знову капає і тече", kit.LEAK),
		("провалля посеред дороги", kit.POTHOLE),
		("незрозуміле", kit.SOS),
	]
	examples = [(f"{text} {day}", code, day) for day in range(30) for text, code in said]
	entry_model_file.write(entry_training.train(examples), entry_learning.path())
	try:
		answer = rest("citizen").call(LIKELY, description="а воно капає і тече")
		assert answer.json()["message"][0] == kit.LEAK
		assert kit.SOS not in rest("citizen").call(LIKELY, description="незрозуміле").json()["message"]
	finally:
		entry_learning.path().unlink()
	assert rest("citizen").call(LIKELY, description="а воно капає і тече").json()["message"] == []


def test_a_guest_is_told_nothing(rest):
	assert is_refused(rest("Guest").call(LIKELY, description="а воно капає і тече"))
