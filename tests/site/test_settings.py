"""What an administrator writes into types, settings and executors is judged when it is written (P7, R4.6)."""

import frappe
import kit
import pytest

from contact_center import policy
from contact_center.intake import finding
from contact_center.patches import ask_about_odd_buildings, newer_words_of_the_search, words_of_the_search
from contact_center.policy.policy_records import shipped_search_words

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
SETTINGS = "Contact Center Settings"


def refused(doc, **fields) -> str:
	"""What the administrator reads when saving the document with these fields."""
	doc.update(fields)
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError) as refusal:
		doc.save()
	assert not isinstance(refusal.value, frappe.PermissionError)
	return str(refusal.value)


@pytest.mark.parametrize(
	"fields",
	[
		{"done_amount": 99999999},
		{"accept_amount": 99999999, "accept_unit": "Minutes"},
		{"done_amount": 4000, "done_unit": "Working Days"},
		{"done_amount": 1, "done_unit": "Hours"},
		{"done_unit": "Calendar Weeks"},
		{"alerts": [{"clock": "Execution", "amount": 99999999, "unit": "Hours", "when": "Before"}]},
	],
	ids=[
		"too many days",
		"too many minutes",
		"too many working days",
		"due before accepted",
		"no unit",
		"alert",
	],
)
def test_a_term_that_cannot_be_kept_is_refused(fields):
	"""R4.6: the type's own terms, not the next registration, are where it shows."""
	for row in fields.get("alerts", ()):
		row["audience"] = "Executor"
	refused(frappe.get_doc("Request Type", "ordinary"), **fields)


@pytest.mark.parametrize(
	"fields",
	[
		{"center_latitude": 91},
		{"center_longitude": -181},
		{"tile_server": "http://tiles.example.org/{z}/{x}/{y}.png"},
		{"tile_server": "https://tiles.example.org/tiles.png"},
		{"tile_server": "javascript:{z}{x}{y}"},
		{"tile_server": 'https://tiles.example.org/{z}/{x}/{y}.png"><script>'},
	],
)
def test_what_is_no_place_and_no_server_of_tiles_is_refused(fields):
	refused(frappe.get_doc(SETTINGS), **fields)


@pytest.mark.parametrize(
	"tiles", ["https://tiles.example.org/{z}/{x}/{y}.png?key=a", "/tiles/{z}/{x}/{y}.png", ""]
)
def test_a_server_of_tiles_is_taken(tiles):
	settings = frappe.get_doc(SETTINGS)
	settings.tile_server = tiles
	settings.validate()


def test_an_older_site_asks_about_odd_buildings():
	"""The patch fills in the default, and leaves an administrator's 0."""
	frappe.db.delete("Singles", {"doctype": SETTINGS, "field": "largest_building"})
	for stored in (500, 0):
		ask_about_odd_buildings.execute()
		assert frappe.db.get_single_value(SETTINGS, "largest_building", cache=False) == stored
		frappe.db.set_single_value(SETTINGS, "largest_building", 0)


@pytest.mark.parametrize(
	"fields",
	[
		{"done_amount": 3650},
		{"done_amount": 2, "done_unit": "Hours"},
		{"accept_unit": "No Fixed Term"},
		{"done_unit": "No Fixed Term"},
	],
)
def test_a_term_that_can_be_kept_is_saved(fields):
	rtype = frappe.get_doc("Request Type", "ordinary")
	with kit.acting("administrator"):
		rtype.update(fields).save()
	assert kit.registered(classifier=kit.POTHOLE).number


@pytest.mark.parametrize("field", ["max_files", "max_file_mb", "submissions_per_hour"])
@pytest.mark.parametrize("number", [0, -1, 100000])
def test_a_limit_that_lets_nothing_or_everything_through_is_refused(field, number):
	refused(frappe.get_doc(SETTINGS), **{field: number})


@pytest.mark.parametrize("extension", ["exe", "HTML", "svg", ".js", "php", "sh"])
def test_what_runs_when_it_is_opened_is_not_accepted(extension):
	assert extension.lower() in refused(frappe.get_doc(SETTINGS), allowed_extensions=f"jpg, {extension} pdf")


def test_some_kind_of_file_is_accepted():
	refused(frappe.get_doc(SETTINGS), allowed_extensions=" , ")


def test_settings_that_make_sense_are_saved():
	settings = frappe.get_doc(SETTINGS)
	with kit.acting("administrator"):
		settings.update({"max_video_mb": 0, "allowed_extensions": "jpg png pdf docx"}).save()


@pytest.mark.parametrize(
	("person", "words"),
	[("management", "has no role"), ("roads", "also acts for: Перевірочний виконавець 2"), ("idler", None)],
)
def test_saving_an_executor_warns_about_its_users(person, words, monkeypatch):
	"""P5: saved all the same, since one person may answer for two executors."""
	monkeypatch.setattr(frappe.local, "lang", "en")
	executor = frappe.get_doc("Executor", "KIT-WATER")
	executor.append("users", {"user": kit.email(person)})
	frappe.clear_messages()
	with kit.acting("administrator"):
		executor.save()
	orange = [each["message"] for each in frappe.get_message_log() if each.get("indicator") == "orange"]
	assert [words in message and kit.email(person) in message for message in orange] == [True] * bool(words)


def test_a_calendar_without_a_working_day_is_refused_where_it_is_written():
	"""R4.6: else every request that counts by it would fail at its registration."""
	calendar = {"doctype": "Working Calendar", "calendar_name": "Порожній перевірочний"}
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError):
		frappe.get_doc(calendar).insert()
	assert not frappe.db.exists("Working Calendar", calendar["calendar_name"])


def calendar(*week, exceptions=()) -> dict:
	"""A calendar whose lines are (weekday, from, to), its exceptions (day, from, to)."""
	rows = [{"weekday": day, "from_time": start, "to_time": end} for day, start, end in week]
	others = [
		{"day": day, "is_working": int(bool(start)), "from_time": start, "to_time": end}
		for day, start, end in exceptions
	]
	return {
		"doctype": "Working Calendar",
		"calendar_name": "Перевірочний",
		"week": rows,
		"exceptions": others,
	}


@pytest.mark.parametrize("midnight", ["24:00", "24:00:00", "00:00"])
def test_a_day_may_last_until_midnight(midnight):
	"""R4.6: whole days, saved again after they came back from the database."""
	week = [(day, "00:00", midnight) for day in policy.WEEKDAYS]
	with kit.acting("administrator"):
		doc = frappe.get_doc(calendar(*week)).insert()
		frappe.get_doc("Working Calendar", doc.name).save()
	found = policy.calendar(doc.name)
	assert found.is_open(kit.moment(2026, 3, 2, 23, 59)) and found.is_open(kit.moment(2026, 3, 2, 0, 0))
	assert doc.hours_in_words in ("цілодобово", "round the clock")


def test_a_night_shift_runs_over_midnight():
	"""T1; a holiday with a break in it beside."""
	exceptions = [
		("2026-03-03", "08:00", "12:00"),
		("2026-03-03", "13:00", "24:00"),
		("2026-03-04", None, None),
	]
	with kit.acting("administrator"):
		doc = frappe.get_doc(calendar(("Monday", "22:00", "06:00"), exceptions=exceptions)).insert()
		frappe.get_doc("Working Calendar", doc.name).save()
	found = policy.calendar(doc.name)
	assert found.is_open(kit.moment(2026, 3, 3, 5, 59)) and not found.is_open(kit.moment(2026, 3, 3, 6, 0))
	assert found.is_open(kit.moment(2026, 3, 3, 23, 30)) and not found.is_open(kit.moment(2026, 3, 4, 12, 0))
	assert "22:00–06:00" in doc.hours_in_words and len(doc.hours_in_words.split("\n")) == 2


@pytest.mark.parametrize(
	("values", "kind"),
	[
		(calendar(("Monday", "17:30", "08:30")), "Hours Row Empty"),
		(calendar(("Monday", "08:00", "12:00"), ("Monday", "11:00", "17:00")), "Hours Overlap"),
		(calendar(("Monday", "22:00", "06:00"), ("Tuesday", "05:00", "17:00")), "Hours Overlap"),
		(calendar(("Monday", "08:00", "")), "Hours Row Empty"),
		(
			calendar(
				("Monday", "08:00", "17:00"),
				exceptions=[("2026-03-03", "08:00", "12:00"), ("2026-03-03", None, None)],
			),
			"Day Listed Twice",
		),
	],
)
def test_hours_that_make_no_sense_are_refused_where_they_are_written(values, kind):
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError) as refused:
		frappe.get_doc(values).insert()
	problem = getattr(refused.value, "problem", None)
	assert (problem and str(problem.kind)) == kind


def test_warnings_come_in_working_hours_unless_the_type_runs_round_the_clock():
	"""R4.6: the setting of the form is the rule's."""
	doc = frappe.get_doc("Request Type", "ordinary")
	assert {str(each) for each in policy.type_of(doc).warned_in_hours} == {"Execution"}
	doc.round_the_clock = 1
	assert not policy.type_of(doc).warned_in_hours


def test_the_administrator_writes_what_people_call_things():
	assert finding.entries("хлябь", finding.CITIZENS) == []
	settings = frappe.get_doc(SETTINGS)
	with kit.acting("administrator"):
		settings.update({"search_words": "хлябь = leak"}).save()
	assert finding.entries("хлябью", finding.CITIZENS)[0] == kit.LEAK
	assert "хлябь" in refused(frappe.get_doc(SETTINGS), search_words="хлябь")


def test_a_site_gets_the_words_of_the_search_once():
	field = {"doctype": SETTINGS, "field": "search_words"}
	frappe.db.delete("Singles", field)
	words_of_the_search.execute()
	assert "свет = світло" in frappe.db.get_single_value(SETTINGS, "search_words", cache=False)
	with kit.acting("administrator"):
		frappe.get_doc(SETTINGS).update({"search_words": ""}).save()
	words_of_the_search.execute()
	assert not frappe.db.get_single_value(SETTINGS, "search_words", cache=False)


def of_before() -> str:
	"""The list that sites got at first."""
	return shipped_search_words().split("прорвало прорыв")[0]


def brought_up_to_date(text: str) -> str:
	frappe.db.set_single_value(SETTINGS, "search_words", text)
	newer_words_of_the_search.execute()
	return frappe.db.get_single_value(SETTINGS, "search_words", cache=False)


def test_a_site_of_before_gets_the_newer_words_once():
	found = brought_up_to_date(of_before())
	assert found.split() == shipped_search_words().split()
	assert brought_up_to_date(found) == found


def test_what_a_site_wrote_stays_and_keeps_its_meaning():
	own = of_before().replace("свет = світло\n", "") + "платіжка = субсидія\n"
	found = brought_up_to_date(own)
	assert found.startswith(own.rstrip()) and "свет = світло" not in found
	assert "\nтариф = нарахування рахунок\n" in found and found.count("платіжка") == 1


@pytest.mark.parametrize("how", ["emptied", "one taken away"])
def test_what_a_site_took_away_stays_away(how):
	text = "" if how == "emptied" else shipped_search_words().replace("лужа = калюжа\n", "")
	assert brought_up_to_date(text).strip() == text.strip()
