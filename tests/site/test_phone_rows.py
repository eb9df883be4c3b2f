"""Phones of applicants as rows: they follow each save, and the patch fills what was stored before (R5.2)."""

import frappe
import kit
import pytest

from contact_center.intake import applicants, callers, phone_rows
from contact_center.patches import middles_of_phones, phones_as_rows

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def person(surname: str = "Рядченко", **fields):
	values = {"surname": surname, "phone": "067 901 02 03", **fields}
	return frappe.get_doc({"doctype": "Applicant", **values}).insert()


def digits_of(doc) -> set[str]:
	return set(frappe.get_all(phone_rows.DOCTYPE, {"applicant": doc.name}, pluck="digits"))


def column_of(index: str | None) -> str:
	"""Return the first column of an index, whose name is one on a new site and another one on a site that was migrated."""
	found = frappe.db.sql(
		f"show index from `tab{phone_rows.DOCTYPE}` where key_name = %s", index, as_dict=True
	)
	return next((row.Column_name for row in found if row.Seq_in_index == 1), "")


def test_rows_follow_each_save():
	doc = person(other_phones="доб. 12; сусідка 056 440 15 20")
	assert digits_of(doc) == {"0679010203", "0564401520"}
	doc.update({"phone": "050 901 02 03", "other_phones": ""}).save()
	assert digits_of(doc) == {"0509010203"}
	doc.update({"notify_by": "E-mail", "email": "r@example.com", "phone": ""}).save()
	assert digits_of(doc) == set()


def test_a_save_without_a_new_phone_touches_no_row():
	doc = person()
	with kit.counting_queries() as asked:
		doc.update({"first_name": "Ганна"}).save()
	written = [query for query in asked if not query.lstrip("( ").lower().startswith("select")]
	assert not [query for query in written if "Applicant Phone" in query]


def test_rows_go_with_their_applicant():
	doc = person()
	frappe.delete_doc("Applicant", doc.name)
	assert digits_of(doc) == set()


def test_an_applicant_is_renamed_with_the_rows():
	doc = person()
	frappe.rename_doc("Applicant", doc.name, "рядченко-новий", force=True, show_alert=False)
	assert phone_rows.known_under("0679010203", 5) == ["рядченко-новий"]


@pytest.mark.parametrize("part", ["0679010203", "067901", "67901", "010203", "3"])
def test_a_beginning_or_an_end_finds_the_applicant(part):
	doc = person()
	assert doc.name in phone_rows.known_under(part, 200)


@pytest.mark.parametrize(
	"part", ["67901", "79010", "90102", "01020", "10203", "790102", "7901020", "67901020"]
)
def test_digits_from_the_middle_find_the_applicant(part):
	"""R5.2: «десь посередині дев’ять нуль один нуль два»."""
	doc = person()
	assert doc.name in phone_rows.known_under(part, 200)


@pytest.mark.parametrize("text", ["80 671", "38 067", "3 80 671"])
def test_digits_that_look_like_a_country_are_found_in_the_middle_too(text):
	doc = person(phone="050 380 67 12")
	assert doc.name in [each["applicant"] for each in callers.look_up(text)["callers"]]
	assert doc.name in frappe.get_all("Applicant", applicants.wanted(text), pluck="name")


def test_digits_that_are_nowhere_in_a_number_find_nobody():
	doc = person()
	assert doc.name not in phone_rows.known_under("90103", 200)


def test_beginnings_and_ends_come_before_middles():
	inside = person("Середина", phone="067 790 11 90")
	outer = person("Край", phone="050 557 90 11")
	assert phone_rows.known_under("79011", 200) == [outer.name, inside.name]


@pytest.mark.parametrize("phone", ["+48 22 901 02 03 4", "тел 440-15-20", ""])
def test_short_and_foreign_numbers_keep_what_they_have(phone):
	assert all(
		not tail or len(tail) >= phone_rows.LEAST for tail in phone_rows.tails(phone_rows.digits_of(phone))
	)


def test_no_more_are_named_than_asked_for():
	for number in range(5):
		person(phone=f"067 901 02 0{number}")
	assert len(phone_rows.known_under("067901", 3)) == 3


def test_a_part_of_a_phone_is_a_range_of_an_index():
	"""Issue 13: a look-up by part of a phone read the table."""
	person()
	with kit.counting_queries() as asked:
		phone_rows.known_under("67901", 10)
	assert len(asked) == 1
	selects = asked[0].split("union all")
	assert len(selects) == 7
	for select in selects:
		query = select.strip(" ()").replace("%s", "'67901%'")
		[plan] = frappe.db.sql(f"explain {query}", as_dict=True)
		assert column_of(plan.key) in ("digits", "reversed_digits", *phone_rows.MIDDLES.values()), plan
		assert plan.type == "range", plan


@pytest.mark.parametrize("part", ["067901", "79010", "010203"])
def test_a_look_up_by_part_asks_for_phones_names_and_duplicates(part):
	person()
	callers.look_up(part)
	with kit.counting_queries() as asked:
		assert callers.look_up(part)["callers"]
	assert len(asked) == 3


def test_the_patch_fills_the_middles_and_may_run_again(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(middles_of_phones, "BATCH", 2)
	people = [person(phone=f"067 901 02 0{number}") for number in range(5)]
	short = person(phone="", other_phones="056 440 15 20", notify_by="E-mail", email="s@example.com")
	frappe.db.set_value(phone_rows.DOCTYPE, {"applicant": short.name}, "digits", "440152")
	columns = [*phone_rows.MIDDLES.values()]
	frappe.db.set_value(phone_rows.DOCTYPE, {"name": ("is", "set")}, dict.fromkeys(columns))
	for _run in range(2):
		middles_of_phones.execute()
		for doc in (*people, short):
			[row] = frappe.get_all(phone_rows.DOCTYPE, {"applicant": doc.name}, ["digits", *columns])
			assert tuple(row[column] for column in columns) == phone_rows.tails(row.digits)


def test_the_patch_fills_what_is_missing_and_may_run_again(monkeypatch):
	monkeypatch.setattr(phones_as_rows, "BATCH", 2)
	people = [person(phone=f"067 901 02 0{number}") for number in range(5)]
	odd = person(phone="", other_phones="056 440 15 20", notify_by="E-mail", email="o@example.com")
	frappe.db.set_value("Applicant", people[0].name, "phone", "тел 440-15-20")
	frappe.db.delete(phone_rows.DOCTYPE, {"applicant": ("in", [each.name for each in (*people, odd)])})
	for _run in range(2):
		phones_as_rows.execute()
		assert [digits_of(each) for each in people[1:]] == [{f"067901020{number}"} for number in range(1, 5)]
		assert digits_of(people[0]) == {"4401520"}
		assert digits_of(odd) == {"0564401520"}


@pytest.mark.parametrize("text", ["067 901-02-03", "+380 67 901 02", "901 02 03", "80679010203", "79 010"])
def test_the_desks_lists_find_by_the_same_rows(text):
	doc = person()
	assert doc.name in frappe.get_all("Applicant", applicants.wanted(text), pluck="name")


def test_two_people_of_one_number_and_two_numbers_of_one():
	"""R5.2: an applicant has several phones, a phone several people."""
	first, second = person("Перша"), person("Друга", other_phones="050 111 22 33")
	assert set(phone_rows.known_under("0679010203", 10)) >= {first.name, second.name}
	assert phone_rows.known_under("0501112233", 10) == [second.name]
