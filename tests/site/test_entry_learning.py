"""What the site learns from its requests, where it keeps it, and what happens without it (R5.11)."""

import os
from pathlib import Path

import frappe
import kit
import pytest

from contact_center.commands import contact_center
from contact_center.intake import entry_learning, finding
from contact_center.reading import entry_model_file, entry_training

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

ALL = frozenset({kit.LEAK, kit.SOS})


def learned(water: str, other: str):
	said = [(f"немає води {when}", water) for when in ("зранку", "знову", "вдень", "увечері")]
	said += [(f"яма на дорозі {when}", other) for when in ("зранку", "знову", "вдень", "увечері")]
	return entry_training.train((text, code, day) for day in range(8) for text, code in said)


@pytest.fixture
def kept():
	"""Keep what was learned for the test, and nothing after it."""
	path = entry_learning.path()
	path.unlink(missing_ok=True)
	entry_model_file.write(learned(kit.LEAK, kit.SOS), path)
	yield path
	path.unlink(missing_ok=True)


def test_what_was_learned_is_proposed(kept):
	found = entry_learning.likely("знову немає води", 5, ALL)
	assert found[0].entry == kit.LEAK and found[0].share > 0.5
	assert entry_learning.likely("знову немає води", 5, frozenset()) == []


def test_a_newer_model_takes_the_place_of_the_older(kept):
	assert entry_learning.likely("немає води", 1, ALL)[0].entry == kit.LEAK
	entry_model_file.write(learned(kit.SOS, kit.LEAK), kept)
	os.utime(kept, ns=(1, kept.stat().st_mtime_ns + 1_000_000))
	assert entry_learning.likely("немає води", 1, ALL)[0].entry == kit.SOS


def test_a_model_is_read_once(kept, monkeypatch):
	assert entry_learning.model()
	monkeypatch.setattr(entry_model_file, "read", lambda path: pytest.fail("read again"))
	assert entry_learning.model()


BROKEN = {
	"empty": lambda content: b"",
	"half written": lambda content: content[: len(content) // 2],
	"of another version": lambda content: content.replace(b"entries-1", b"entries-9"),
	"of another program": lambda content: b"\x80\x04.",
	"damaged": lambda content: b"{}\n" + b"x" * 1000,
}


@pytest.mark.parametrize("broken", BROKEN)
def test_without_a_sound_model_nothing_is_proposed_and_words_are_found(kept, broken):
	kept.write_bytes(BROKEN[broken](kept.read_bytes()))
	assert entry_learning.likely("немає води", 5, ALL) == []
	assert found("перевірочна справа leak уже другий день капає") == kit.LEAK
	kept.unlink()
	assert entry_learning.likely("немає води", 5, ALL) == []
	assert found("перевірочна справа leak уже другий день капає") == kit.LEAK


def found(text: str) -> str:
	return finding.find(text, finding.OPERATORS)[0].name


def test_a_folder_in_place_of_the_file_is_no_model(kept):
	kept.unlink()
	kept.mkdir()
	try:
		assert entry_learning.likely("немає води", 5, ALL) == []
	finally:
		kept.rmdir()


def test_a_broken_model_is_made_anew_by_the_next_training(kept, monkeypatch):
	kept.write_bytes(b"broken")
	assert entry_learning.model() is None
	said = [("знову немає води", kit.LEAK), ("яма на дорозі", kit.SOS)]
	monkeypatch.setattr(
		entry_learning, "examples", lambda: ((text, code, day) for day in range(60) for text, code in said)
	)
	assert entry_learning.learn()
	assert entry_learning.likely("немає води", 1, ALL)[0].entry == kit.LEAK


@pytest.fixture
def just_counted(monkeypatch):
	"""Return a function after which the requests are counted anew, as a minute later."""

	def anew():
		monkeypatch.setattr(entry_learning, "_counted", {})

	anew()
	return anew


def test_what_operators_choose_teaches_before_the_next_training(kept, just_counted, monkeypatch):
	"""What is unclear goes where such days' requests go; what is clear goes where it went."""
	both = [("щось зламалося", code) for code in (kit.LEAK, kit.SOS)]
	said = [*both, ("немає води", kit.LEAK), ("яма на дорозі", kit.SOS)]
	entry_model_file.write(
		entry_training.train((text, code, day) for day in range(40) for text, code in said), kept
	)
	monkeypatch.setattr(entry_learning, "_recent", lambda: {kit.SOS: 300})
	assert entry_learning.likely("щось зламалося", 1, ALL)[0].entry == kit.SOS
	assert entry_learning.likely("немає води", 1, ALL)[0].entry == kit.LEAK
	just_counted()
	monkeypatch.setattr(entry_learning, "_recent", lambda: {kit.LEAK: 300})
	assert entry_learning.likely("щось зламалося", 1, ALL)[0].entry == kit.LEAK
	assert entry_learning.likely("яма на дорозі", 1, ALL)[0].entry == kit.SOS


def test_requests_registered_in_the_last_weeks_are_counted(just_counted):
	before = entry_learning.recent().get(kit.LEAK, 0)
	old = kit.registered(description="Навчальний опис про воду")
	kit.filed(description="Навчальний опис про воду, ще не зареєстрований")
	just_counted()
	assert entry_learning.recent()[kit.LEAK] == before + 1
	frappe.db.set_value("Request", old.name, "registered_at", frappe.utils.add_days(None, -29))
	try:
		just_counted()
		assert entry_learning.recent().get(kit.LEAK, 0) == before
	finally:
		frappe.db.set_value("Request", old.name, "registered_at", old.registered_at)


def test_the_requests_are_counted_once_a_minute(kept, just_counted):
	entry_learning.likely("немає води", 1, ALL)
	with kit.counting_queries() as seen:
		for _each in range(10):
			entry_learning.likely("немає води", 1, ALL)
	assert seen == []


def test_too_few_requests_leave_what_was_learned(kept, monkeypatch):
	before = kept.read_bytes()
	monkeypatch.setattr(entry_learning, "MOST_REQUESTS", 1)
	assert entry_learning.learn() is None
	assert kept.read_bytes() == before


def test_registered_requests_alone_teach(monkeypatch):
	request = kit.registered(description="Навчальний опис про воду")
	texts = {text: (entry, age) for text, entry, age in entry_learning.examples()}
	assert texts["Навчальний опис про воду"] == (request.classifier, 0)
	waiting = frappe.get_all("Request", {"registered_at": ("is", "not set")}, pluck="description")
	assert not set(waiting) & set(texts)


def test_it_is_learned_anew_each_week():
	assert "contact_center.intake.entry_learning.learn" in frappe.get_hooks("scheduler_events")["weekly_long"]


def test_it_lies_where_nothing_is_served():
	private = Path(frappe.get_site_path("private")).resolve()
	assert entry_learning.path().parent == private
	assert {"learn-entries"} <= set(contact_center.commands)


def test_a_measure_keeps_nothing_and_asks_the_search_by_words_too(monkeypatch):
	said = [(f"перевірочна справа leak {day}", kit.LEAK, day) for day in range(60)]
	said += [(f"зовсім інше {day}", kit.POTHOLE, day) for day in range(60)]
	monkeypatch.setattr(entry_learning, "examples", lambda: iter(said))
	entry_learning.path().unlink(missing_ok=True)
	report = entry_learning.measure()
	both, _, whole, _, _still, _, words, _ = report.rows
	assert (report.learned_from, report.asked, report.entries) == (96, 24, 2)
	assert both.among[0] == whole.among[0] == 1.0 and words.among[0] == 0.5
	assert not entry_learning.path().exists()
