"""Import of requests, line by line: the way of the telephone (R5.11, R5.12); nobody is trusted to write it well."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit_import import GOOD, imported, outcomes

from contact_center.imports.importing import Outcome
from contact_center.reading import csv_lines
from contact_center.reading.line_keys import spelled_key
from contact_center.record import messages
from contact_center.regulation.problems import Problem, ProblemKind

pytest_plugins = ["kit_city", "kit_import"]


def test_a_line_is_registered_as_a_call_of_its_moment_would_be(load):
	"""R5.11, R5.12, R4.2: number, type, executor and terms follow; the emergency is due within 24 hours."""
	[result] = load({})
	request = imported({})
	assert result.outcome is Outcome.REGISTERED
	assert result.text == request.number
	assert request.number.startswith("1520-2026-")
	assert request.stage == "Registered"
	assert (request.registered_at, request.due) == (kit.naive(2026, 3, 2, 10), kit.naive(2026, 3, 3, 10))
	assert request.building == "12-А"
	assert frappe.db.get_value("Applicant", request.applicant, "phone") == "+380671110077"
	assert kit.task_of(request).executor == "KIT-WATER"
	assert kit.kinds(request) == ["Received", "Registered", "Sent"]


def test_the_same_file_twice_changes_nothing(load):
	lines = [{}, {"description": "Тече в сусідів"}, {"moment": "колись"}]
	first = load(*lines)
	before = kit.counts()
	second = load(*lines)
	assert kit.counts() == before
	assert outcomes(second) == [(2, Outcome.PRESENT), (3, Outcome.PRESENT), (4, Outcome.REFUSED)]
	assert second[0].text == first[0].text


def test_a_repeated_line_of_the_file_is_taken_once(load):
	results = load({}, {"description": "Інше"}, {"applicant": "  Перевірченко  Іван Петрович "})
	assert outcomes(results)[2] == (4, Outcome.REFUSED)
	assert "duplicate of line 2" in results[2].text
	assert results[2].problem == Problem(ProblemKind.DUPLICATE, ("2",))


REFUSED = [
	({"moment": "14.13.2026 25:61"}, ProblemKind.NO_MOMENT, "not a date"),
	({"moment": ""}, ProblemKind.NO_MOMENT, "not a date"),
	({"moment": "2031-01-05 10:00"}, ProblemKind.IN_FUTURE, "future"),
	({"moment": "1917-01-05 10:00"}, ProblemKind.TOO_OLD, "too far back"),
	({"moment": "29.03.2026 03:30"}, ProblemKind.SKIPPED_MOMENT, "put forward"),
	({"channel": "Голубина пошта"}, ProblemKind.UNKNOWN_CHANNEL, "unknown channel"),
	({"street": "вул. Хрещатик"}, ProblemKind.UNKNOWN_STREET, "unknown street"),
	({"street": ""}, ProblemKind.MISSING_FIELDS, "fill in first"),
	({"building": "біля магазину"}, ProblemKind.BAD_BUILDING, "not a building number"),
	({"phone": "12345"}, ProblemKind.BAD_PHONE, "not a phone number"),
	({"phone": "", "email": "pishit(at)poshta"}, ProblemKind.BAD_EMAIL, "not an e-mail address"),
	({"phone": ""}, ProblemKind.NO_CONTACT, "neither phone nor e-mail"),
	({"description": "   "}, ProblemKind.NO_TEXT, "no text"),
	({"description": "а" * 10_001}, ProblemKind.LONG_CELL, "too long"),
	({"classifier": "KIT-99"}, ProblemKind.UNKNOWN_CODE, "unknown classifier code"),
	({"classifier": "KIT-GROUP"}, ProblemKind.ENTRY_IS_GROUP, "is a group"),
	({"classifier": "KIT-RETIRED"}, ProblemKind.INACTIVE_ENTRY, "no longer in use"),
	({"classifier": "KIT-TWO"}, ProblemKind.AMBIGUOUS_LEAD, "exactly one lead"),
	({"classifier": "KIT-IDLE"}, ProblemKind.INACTIVE_EXECUTOR, "not active"),
	({"classifier": "різне", "description": "Розберіться"}, ProblemKind.NO_ENTRY, "no classifier entry fits"),
	(
		{"classifier": kit.POTHOLE, "street": kit.LONG_STREET, "building": ""},
		ProblemKind.DISTRICT_NEEDED,
		"depends on the district",
	),
]


@pytest.mark.parametrize(("line", "kind", "reason"), REFUSED)
def test_a_faulty_line_is_refused_with_its_reason_and_leaves_nothing(load, line, kind, reason):
	"""R5.11: nothing is saved by halves, and no number is lost to a refusal (R5.12)."""
	detailed = {"classifier": "KIT-DETAILED", "building": ""}
	if kind is ProblemKind.MISSING_FIELDS:
		line = {**line, **detailed}
	[before] = load({"description": "перша"})
	counts = kit.counts()
	[refused, after] = load({"applicant": "Новенький Петро", **line}, {"description": "друга"})
	assert refused.outcome is Outcome.REFUSED
	assert refused.problem.kind is kind
	assert reason in refused.text
	assert int(after.text[-6:]) == int(before.text[-6:]) + 1
	assert kit.counts()["Applicant"] == counts["Applicant"]
	assert kit.counts()["Request"] == counts["Request"] + 1


@pytest.mark.parametrize(
	("cell", "stored"),
	[
		("Не горить <script>alert('1')</script> ліхтар", "Не горить   ліхтар"),
		("Не горить <b onclick=alert(1)>ліхтар</b>", "Не горить  ліхтар"),
		("<scr<script></script>ipt>Тече", "Тече"),
		("Тече\u202eавад\x00 вода", "Течеавад вода"),
	],
)
def test_markup_becomes_harmless_text_and_is_named(load, cell, stored):
	[result] = load({"description": cell})
	assert result.outcome is Outcome.REGISTERED
	assert "description" in result.neutralised
	description = frappe.db.get_value("Request", {"number": result.text}, "description")
	assert "<" not in description
	assert description.split() == stored.split()


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1+1)", "=HYPERLINK(1)"])
def test_a_formula_is_stored_as_it_was_written(load, cell):
	"""It is made harmless on every way out instead: test_exports.py."""
	[result] = load({"description": cell, "applicant": cell, "phone": "+380671110078"})
	assert (result.outcome, result.neutralised) == (Outcome.REGISTERED, ())
	assert frappe.db.get_value("Request", {"number": result.text}, "description") == cell
	assert frappe.db.exists("Applicant", {"full_name": cell, "phone": "+380671110078"})


def test_lines_keep_the_key_that_they_were_imported_under():
	"""A file that was imported when formulas were still changed on the way in stays imported."""
	line = {column: "x" for column in csv_lines.COLUMNS}
	assert spelled_key({**line, "description": "=1+1"}) == spelled_key({**line, "description": "’=1+1"})
	assert spelled_key({**line, "phone": "+1"}) != spelled_key({**line, "phone": "’+1"})


@pytest.mark.parametrize("blank", ["\u200b", "\u2060\u00a0", "\u3164", "\u2800 \u115f"])
def test_a_text_of_unseen_signs_is_no_text(load, blank):
	[result] = load({"description": blank})
	assert (result.outcome, result.problem.kind) == (Outcome.REFUSED, ProblemKind.NO_TEXT)


def test_a_line_without_contact_is_anonymous_without_a_recorded_warning(load):
	"""R5.7"""
	line = {"applicant": "", "phone": ""}
	load(line)
	request = imported(line)
	assert (request.anonymous, request.anonymous_warned, request.applicant) == (1, 0, None)
	with kit.acting("operator"):
		request.update(
			{"wording": "Без контакту"}
		).save()  # what the file does not say holds up nothing later


def test_no_consent_is_recorded_for_an_imported_applicant(load):
	"""R5.2, D2."""
	load({})
	person = frappe.get_doc("Applicant", imported({}).applicant)
	assert (person.consent, person.consent_at) == (0, None)


def test_a_phone_that_somebody_wrote_into_an_account_brings_no_requests_into_it(load):
	"""D1: nobody has verified it, which the operator sees where it is offered."""
	name, phone = frappe.db.get_value("Applicant", kit.applicant(), ["full_name", "phone"])
	line = {"applicant": name, "phone": phone}
	load(line, {**line, "description": "Ще одна справа"})
	person = imported(line).applicant
	assert person != kit.applicant()
	assert imported({**line, "description": "Ще одна справа"}).applicant == person


def test_lines_of_one_person_share_one_applicant(load):
	load({}, {"description": "Ще одна справа", "phone": "+380671110077"})
	assert frappe.db.count("Applicant", {"phone": "+380671110077"}) == 1


@pytest.mark.parametrize(
	"street", ["ВУЛИЦЯ ПЕРЕВІРОЧНА", "Перевірочна", "вул.Перевірочна", "вулиця Переві\u0440очна"]
)
def test_a_street_is_known_however_it_is_written(load, street):
	[result] = load({"street": street})
	assert frappe.db.get_value("Request", {"number": result.text}, "street") == kit.STREET


def test_an_entry_is_found_by_words_or_by_the_description(load):
	"""R5.11: no code, so the keywords of the Classifier decide; what fits two entries goes back with both named."""
	for code, words in (
		(kit.LEAK, "шурхотить кротовиння"),
		(kit.SOS, "скрегоче дзиґа"),
		(kit.LIFT, "скрегоче дзиґа"),
	):
		doc = frappe.get_doc("Classifier", code)
		doc.update({"keywords": words}).save()
	titled, described, open_ = load(
		{"classifier": "Кротовиння шурхотить"},
		{"classifier": "", "description": "У дворі знову шурхотить кротовиння"},
		{"classifier": "дзиґа скрегоче"},
	)
	numbers = [titled.text, described.text]
	assert set(frappe.get_all("Request", {"number": ["in", numbers]}, pluck="classifier")) == {kit.LEAK}
	assert open_.outcome is Outcome.REFUSED
	assert kit.SOS in open_.text and kit.LIFT in open_.text


def test_the_two_passes_of_the_repeated_hour_are_an_hour_apart(load):
	"""R4.7: 25.10.2026, 03:30 in summer time and 03:30 in winter time."""
	lines = [{"moment": f"2026-10-25T03:30:00+0{offset}:00"} for offset in (3, 2)]
	load(*lines)
	first, second = (imported(line) for line in lines)
	assert second.registered_at == first.registered_at
	assert second.registered_utc - first.registered_utc == timedelta(hours=1)


def test_no_messages_go_out_about_history_unless_they_are_asked_for(load):
	"""R8.2.3 is for requests of today: nobody wants an e-mail about last year's."""
	load({})
	assert not messages.pending()
	load({"description": "Свіжа справа"}, notify=True)
	assert messages.pending()


REWRITTEN = {
	"moment": "02.03.2026 10:00",
	"phone": "671110077",
	"street": kit.STREET.upper(),
	"building": "12 А",
}


def test_r5_12_a_file_that_a_spreadsheet_wrote_anew_is_the_same_file(load):
	line = {
		"moment": "2026-03-02 10:00:15",
		"phone": "+38 (067) 111-00-77",
		"description": "З підвалу  тече вода",
	}
	[first] = load(line)
	assert first.outcome is Outcome.REGISTERED
	[again] = load({**line, **REWRITTEN, "description": "З підвалу тече вода"})
	assert (again.outcome, again.text) == (Outcome.PRESENT, first.text)


def test_r5_12_both_spellings_in_one_file_are_one_request(load):
	assert outcomes(load({}, REWRITTEN)) == [(2, Outcome.REGISTERED), (3, Outcome.REFUSED)]


@pytest.mark.parametrize("changes", [{}, REWRITTEN])
def test_r5_12_what_was_imported_under_the_key_of_its_spelling_stays_imported(load, changes):
	[first] = load({})
	cells = {**dict.fromkeys(csv_lines.COLUMNS, ""), **GOOD}
	frappe.db.set_value("Request", {"number": first.text}, "import_key", spelled_key(cells))
	[again] = load(changes)
	assert (again.outcome, again.text) == (Outcome.PRESENT, first.text)


@pytest.mark.parametrize(
	"other",
	[
		{"phone": "067 111 00 78"},
		{"moment": "2026-03-02 10:01"},
		{"building": "14"},
		{"description": "Тече дах"},
	],
)
def test_r5_12_a_line_that_means_something_else_is_another_request(load, other):
	assert outcomes(load({}, other)) == [(2, Outcome.REGISTERED), (3, Outcome.REGISTERED)]
