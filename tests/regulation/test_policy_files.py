"""Policies as files: what ships is sound (R4, R5.11), what is broken is named by file and line."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from contact_center.reading.policy_files import (
	COLUMNS,
	DEFAULT_POLICY,
	EXECUTOR_KINDS,
	PolicyError,
	load_policy,
)
from contact_center.regulation.addresses import Parity, StreetRange, StreetRow
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.routing import EVIDENCE, REQUIRED_FIELDS, Route
from contact_center.regulation.terms import ALERT_UNITS, AlertClock, Audience, CountsFrom, Unit

CITY = {
	"districts.csv": ["center,Центр", "north,Північ"],
	"executors.csv": [
		"city,Виконком,,Department,,1,,,,1,,",
		"water,КП «Водоканал»,Водоканал,Utility,city,0,Коваль О. І.,water@example.org,,1,duty@example.org,Лис Н. П.",
		"north-council,Рада,,District Council,,0,,,,0,,",
	],
	"classifier.csv": [
		"1,,Вода,1,,1,1,0,,,,",
		'1.1,1,"Порив, витік",0,emergency,1,1,0,street;building,Act; Photo,Де саме тече?,труба;фонтан',
		"1.2,1,Інше,0,,0,0,1,,,,",
	],
	"routes.csv": ["1.1,,water,1", "1.1,north,water,0", "1.1,north,north-council,1"],
	"streets.csv": ["вул.,Миру,Леніна;Поштова,center,Odd,1,47", "вул.,Миру,,north,All,49,0"],
}


def write(folder, files):
	for name, rows in files.items():
		text = "\n".join([",".join(COLUMNS[name]), *rows]) + "\n"
		(folder / name).write_text(text, encoding="utf-8")
	return folder


@pytest.fixture
def city(tmp_path):
	return write(tmp_path, CITY)


def broken(city, name, *rows):
	write(city, {name: [*CITY.get(name, []), *rows]})
	with pytest.raises(PolicyError) as caught:
		load_policy(DEFAULT_POLICY, city)
	assert caught.value.file == city / name
	assert str(caught.value).startswith(f"{caught.value.file}:{caught.value.line}: ")
	return caught.value


def test_r4_the_shipped_types_are_the_regulations():
	types = load_policy().types
	terms = {
		code: (each.accept.amount, str(each.accept.unit), each.done.amount, str(each.done.unit))
		for code, each in types.items()
	}
	assert terms == {
		"sos": (30, "Minutes", 2, "Hours"),
		"emergency": (30, "Minutes", 24, "Hours"),
		"ordinary": (2, "Hours", 5, "Calendar Days"),
		"medium": (2, "Hours", 15, "Calendar Days"),
		"long": (2, "Hours", 0, "No Fixed Term"),
	}
	assert [each.urgency for each in types.values()] == [1, 2, 3, 4, 5]


def test_r4_6_every_shipped_type_has_a_warning_and_an_escalation():
	for each in load_policy().types.values():
		for clock in AlertClock:
			audiences = {str(alert.when): set() for alert in each.alerts}
			for alert in each.alerts:
				if alert.clock is clock:
					audiences[str(alert.when)].add(alert.audience)
			assert Audience.EXECUTOR in audiences["Before"], (each.code, clock)
			assert audiences["After"] - {Audience.EXECUTOR}, (each.code, clock)


def test_r4_6_a_shipped_warning_falls_within_its_own_term():
	hours = {Unit.MINUTES: 1 / 60, Unit.HOURS: 1, Unit.CALENDAR_DAYS: 24}
	for each in load_policy().types.values():
		for alert in each.alerts:
			term = each.accept if alert.clock is AlertClock.ACCEPTANCE else each.done
			if alert.when == "Before" and term.unit is not Unit.NO_FIXED_TERM:
				assert alert.amount * hours[alert.unit] < term.amount * hours[term.unit], (each.code, alert)


def test_r3_1_the_shipped_calendar_is_an_executive_committees_week():
	calendar = load_policy().calendar
	assert calendar.hours(date(2026, 11, 23)) == ((time(8, 30), time(17, 30)),)
	assert calendar.hours(date(2026, 11, 27)) == ((time(8, 30), time(16, 30)),)
	assert not calendar.is_working_day(date(2026, 11, 28))
	assert calendar.is_working_day(date(2026, 8, 24))


def test_a_city_is_read_whole(city):
	policy = load_policy(DEFAULT_POLICY, city)
	assert policy.districts == {"center": "Центр", "north": "Північ"}
	assert policy.executors["water"].head == "Коваль О. І."
	assert not policy.executors["north-council"].active
	burst = policy.classifier["1.1"]
	assert (burst.title, burst.parent, burst.request_type) == ("Порив, витік", "1", "emergency")
	assert (burst.required_fields, burst.evidence) == (("street", "building"), ("Act", "Photo"))
	assert burst.routes == (
		Route("water", None, True),
		Route("water", "north", False),
		Route("north-council", "north", True),
	)
	assert policy.classifier["1.2"].operator_may_choose
	assert policy.streets == [
		StreetRow("вул.", "Миру", ("Леніна", "Поштова"), StreetRange("center", Parity.ODD, 1, 47)),
		StreetRow("вул.", "Миру", (), StreetRange("north", Parity.ALL, 49, 0)),
	]


def test_a_city_may_have_its_own_types_of_streets(city):
	assert load_policy(DEFAULT_POLICY, city).street_types == {}
	write(city, {"street_types.csv": ["вул.,вул вулиця", '"пас.","пасаж, пассаж"']})
	assert load_policy(DEFAULT_POLICY, city).street_types == {"вул.": "вул вулиця", "пас.": "пасаж, пассаж"}


def test_r4_6_a_later_directory_replaces_a_file_and_keeps_the_others(city):
	write(
		city,
		{
			"calendar.csv": [
				"weekday,0,08:00,12:00,",
				"weekday,0,13:00,24:00,",
				"exception,2026-11-23,,,День міста",
			]
		},
	)
	policy = load_policy(DEFAULT_POLICY, city, zone=ZoneInfo("Europe/Warsaw"))
	assert policy.calendar.zone == ZoneInfo("Europe/Warsaw")
	assert policy.calendar.hours(date(2026, 11, 30)) == ((time(8), time(12)), (time(13), time(0)))
	assert not policy.calendar.is_working_day(date(2026, 11, 23))
	assert len(policy.types) == 5


def test_byte_order_mark_blank_lines_and_column_order_are_accepted(city):
	(city / "districts.csv").write_text(
		"\ufefftitle,code\r\n\r\nЦентр , center\r\n,\r\nПівніч,north\r\n", "utf-8"
	)
	assert load_policy(DEFAULT_POLICY, city).districts == {"center": "Центр", "north": "Північ"}


def wrong(kind, *values):
	return Problem(kind, tuple(map(str, values)))


FAULTS = [
	("districts.csv", "center,Ще раз", 4, "code", wrong(Kind.REPEATED_CODE, "center")),
	("districts.csv", ",Без коду", 4, "code", wrong(Kind.EMPTY_CELL)),
	("districts.csv", "south,", 4, "title", wrong(Kind.EMPTY_CELL)),
	("districts.csv", "south", 4, "", wrong(Kind.WRONG_COUNT, "1", "2")),
	("districts.csv", "south,Південь,зайве", 4, "", wrong(Kind.WRONG_COUNT, "3", "2")),
	("districts.csv", '"south,Південь', 4, "", wrong(Kind.OPEN_QUOTE)),
	("executors.csv", "gas,Газ,,Shop,,0,,,,1,,", 5, "kind", wrong(Kind.NOT_ONE_OF, "Shop", *EXECUTOR_KINDS)),
	(
		"executors.csv",
		"gas,Газ,,Utility,nobody,0,,,,1,,",
		5,
		"parent",
		wrong(Kind.UNKNOWN_EXECUTOR, "nobody"),
	),
	(
		"executors.csv",
		"gas,Газ,,Utility,water,0,,,,1,,",
		5,
		"parent",
		wrong(Kind.PARENT_IS_NO_GROUP, "water"),
	),
	("executors.csv", "gas,Газ,,Utility,gas,1,,,,1,,", 5, "parent", wrong(Kind.PARENT_OF_ITSELF, "gas")),
	("executors.csv", "gas,Газ,,Utility,,0,,,,так,,", 5, "active", wrong(Kind.NOT_A_FLAG, "так")),
	("classifier.csv", "2,9,Х,0,sos,1,1,0,,,,", 5, "parent", wrong(Kind.UNKNOWN_CODE, "9")),
	("classifier.csv", "2,1.1,Х,0,sos,1,1,0,,,,", 5, "parent", wrong(Kind.PARENT_IS_NO_GROUP, "1.1")),
	(
		"classifier.csv",
		"2,1,Х,0,urgent,1,1,0,,,,",
		5,
		"request_type",
		wrong(Kind.UNKNOWN_REQUEST_TYPE, "urgent"),
	),
	(
		"classifier.csv",
		"2,1,Х,0,sos,1,1,0,street;age,,,",
		5,
		"required_fields",
		wrong(Kind.NOT_ONE_OF, "age", *REQUIRED_FIELDS),
	),
	("classifier.csv", "2,1,Х,0,sos,1,1,0,,Oath,,", 5, "evidence", wrong(Kind.NOT_ONE_OF, "Oath", *EVIDENCE)),
	("routes.csv", "9,,water,1", 5, "classifier", wrong(Kind.UNKNOWN_CODE, "9")),
	("routes.csv", "1,,water,1", 5, "classifier", wrong(Kind.ENTRY_IS_GROUP, "1")),
	("routes.csv", "1.1,,gas,1", 5, "executor", wrong(Kind.UNKNOWN_EXECUTOR, "gas")),
	("routes.csv", "1.2,,city,1", 5, "executor", wrong(Kind.EXECUTOR_IS_GROUP, "city")),
	("routes.csv", "1.1,,,1", 5, "executor", wrong(Kind.EMPTY_CELL)),
	("routes.csv", "1.1,south,water,1", 5, "district", wrong(Kind.UNKNOWN_DISTRICT, "south")),
	("routes.csv", "1.1,,water,0", 5, "executor", wrong(Kind.REPEATED_CODE, "water")),
	("streets.csv", "вул.,Миру,,south,All,1,0", 4, "district", wrong(Kind.UNKNOWN_DISTRICT, "south")),
	("streets.csv", "вул.,Миру,,north,Left,1,0", 4, "parity", wrong(Kind.NOT_ONE_OF, "Left", *Parity)),
	("streets.csv", "вул.,Миру,,north,All,50,10", 4, "", wrong(Kind.EMPTY_RANGE, "50", "10")),
	("streets.csv", "вул.,Миру,,north,All,1А,0", 4, "from_building", wrong(Kind.NOT_A_NUMBER, "1А")),
	("street_types.csv", ",пасаж", 2, "title", wrong(Kind.EMPTY_CELL)),
	("calendar.csv", "weekday,7,08:00,17:00,", 2, "key", wrong(Kind.NOT_ONE_OF, "7", *"0123456")),
	(
		"calendar.csv",
		"holiday,1,08:00,17:00,",
		2,
		"kind",
		wrong(Kind.NOT_ONE_OF, "holiday", "weekday", "exception"),
	),
	("calendar.csv", "exception,31.13.2026,,,", 2, "key", wrong(Kind.NOT_A_DATE, "31.13.2026")),
	("calendar.csv", "weekday,1,8 ранку,17:00,", 2, "from_time", wrong(Kind.NOT_A_TIME, "8 ранку")),
	("calendar.csv", "weekday,1,08:00+02:00,17:00,", 2, "from_time", wrong(Kind.NOT_A_TIME, "08:00+02:00")),
	("calendar.csv", "weekday,1,08:00,,", 2, "to_time", wrong(Kind.EMPTY_CELL)),
	("calendar.csv", "weekday,1,17:00,08:00,", 2, "", wrong(Kind.CLOSES_TOO_EARLY, "1", "08:00", "17:00")),
	(
		"request_types.csv",
		"x,X,1,0,Hours,5,Hours,Receipt,Same Minute,0,",
		2,
		"",
		wrong(Kind.TERM_NOT_POSITIVE, "0", "Hours"),
	),
	(
		"request_types.csv",
		"x,X,1,2,Hours,,Hours,Receipt,Same Minute,0,",
		2,
		"done_amount",
		wrong(Kind.EMPTY_CELL),
	),
	(
		"request_types.csv",
		"x,X,1,2,Weeks,5,Hours,Receipt,Same Minute,0,",
		2,
		"accept_unit",
		wrong(Kind.NOT_ONE_OF, "Weeks", *Unit),
	),
	(
		"request_types.csv",
		"x,X,1,2,Hours,5,Hours,Noon,Same Minute,0,",
		2,
		"counts_from",
		wrong(Kind.NOT_ONE_OF, "Noon", *CountsFrom),
	),
	(
		"request_type_alerts.csv",
		"fire,Execution,1,Hours,Before,Executor",
		2,
		"request_type",
		wrong(Kind.UNKNOWN_REQUEST_TYPE, "fire"),
	),
	(
		"request_type_alerts.csv",
		",Execution,1,Hours,Before,Executor",
		2,
		"request_type",
		wrong(Kind.EMPTY_CELL),
	),
	(
		"request_type_alerts.csv",
		"sos,Execution,1,Working Days,Before,Executor",
		2,
		"",
		wrong(Kind.ALERT_UNIT, "Working Days", *ALERT_UNITS),
	),
	(
		"request_type_alerts.csv",
		"sos,Execution,1,Hours,Before,Mayor",
		2,
		"audience",
		wrong(Kind.NOT_ONE_OF, "Mayor", *Audience),
	),
]


@pytest.mark.parametrize("name, row, line, column, problem", FAULTS)
def test_a_broken_row_is_named_by_file_line_and_column(city, name, row, line, column, problem):
	error = broken(city, name, row)
	assert (error.line, error.column, error.problem) == (line, column, problem)


def test_a_circle_of_groups_is_found(city):
	error = broken(city, "executors.csv", "a,А,,Department,b,1,,,,1,,", "b,Б,,Department,a,1,,,,1,,")
	assert (error.line, error.problem) == (5, wrong(Kind.PARENT_OF_ITSELF, "a"))


def test_lines_are_counted_as_an_editor_counts_them(city):
	error = broken(city, "districts.csv", '"south","Півден\nь"', "", "center,Ще раз")
	assert error.line == 7


def test_overlapping_hours_are_found_at_the_row_that_overlaps(city):
	error = broken(city, "calendar.csv", "weekday,1,08:00,12:00,", "weekday,1,11:00,17:00,")
	assert (error.line, error.problem) == (3, wrong(Kind.HOURS_OVERLAP, "1", "11:00"))


@pytest.mark.parametrize(
	"header, problem",
	[
		("code", wrong(Kind.MISSING_COLUMNS, "title")),
		("", wrong(Kind.MISSING_COLUMNS, "code", "title")),
		("code,title,colour", wrong(Kind.UNKNOWN_COLUMNS, "colour")),
		("code,,title", wrong(Kind.UNKNOWN_COLUMNS, "–")),
		("code,title,title", wrong(Kind.REPEATED_COLUMNS, "title")),
	],
)
def test_a_header_that_does_not_fit_is_the_fault_of_line_one(city, header, problem):
	(city / "districts.csv").write_text(header + "\n", "utf-8")
	with pytest.raises(PolicyError) as caught:
		load_policy(DEFAULT_POLICY, city)
	assert (caught.value.line, caught.value.problem) == (1, problem)


@pytest.mark.parametrize("row", ['new,"Новий" район', 'new,"Новий" район\nnext,Інший'])
def test_a_text_behind_its_quotation_marks_is_no_open_quotation(city, row):
	error = broken(city, "districts.csv", row)
	assert (error.line, error.problem) == (4, wrong(Kind.NOT_CSV, ","))


def test_another_encoding_is_named_with_its_line(city):
	(city / "districts.csv").write_bytes("code,title\na,A\ncenter,Центр\n".encode("cp866"))
	with pytest.raises(PolicyError) as caught:
		load_policy(DEFAULT_POLICY, city)
	assert (caught.value.line, caught.value.problem) == (3, wrong(Kind.NOT_UTF8))


def test_types_and_calendar_must_be_there(city):
	with pytest.raises(PolicyError) as caught:
		load_policy(city)
	assert (caught.value.file.name, caught.value.line) == ("request_types.csv", 1)
	assert caught.value.problem == wrong(Kind.NO_FILE)
