"""The demo city is one that the rules can work with: everything in it is found, routed and answered for."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from contact_center.reading.policy_files import DEFAULT_POLICY, Policy, load_policy
from contact_center.reading.street_names import StreetName, StreetNames
from contact_center.regulation.addresses import district_of, parse_building
from contact_center.regulation.routing import ClassifierEntry, route

ROOT = Path(__file__).parents[2]
CITY = ROOT / "contact_center" / "demo" / "policy"
REQUESTS = ROOT / "demo" / "requests.csv"
README = ROOT / "demo" / "README.md"
COLUMNS = "moment channel applicant phone email street building flat classifier description".split()
ON_THE_CARD = {"district", "street", "building", "flat", "description", "phone"}


@cache
def city() -> Policy:
	return load_policy(DEFAULT_POLICY, CITY)


@cache
def leaves() -> dict[str, ClassifierEntry]:
	return {code: each for code, each in city().classifier.items() if not each.is_group and each.active}


@cache
def streets() -> dict[str, list]:
	found: dict[str, list] = {}
	for row in city().streets:
		found.setdefault(f"{row.street_type} {row.name}", []).append(row.range)
	return found


@cache
def wrong_lines() -> dict[int, str]:
	"""Return line number and outcome of each intended error in the README."""
	rows = re.findall(
		r"^\| (\d+) \| .+ \| (\w+) \| \w+ \|$", README.read_text(encoding="utf-8"), re.MULTILINE
	)
	return {int(line): outcome for line, outcome in rows}


@cache
def lines() -> dict[int, list[str]]:
	with REQUESTS.open(encoding="utf-8", newline="") as source:
		return dict(enumerate(csv.reader(source), start=1))


@cache
def good_lines() -> dict[int, dict[str, str]]:
	return {
		number: dict(zip(COLUMNS, cells, strict=True))
		for number, cells in lines().items()
		if number > 1 and number not in wrong_lines()
	}


def keywords(entry: ClassifierEntry) -> list[str]:
	return [word.strip().lower() for word in entry.keywords.split(",") if word.strip()]


def meant(line: dict[str, str]) -> list[str]:
	"""The classifier entries that a line's code, or the words in its place, or its text may mean."""
	written = line["classifier"] or line["description"]
	if written in leaves():
		return [written]
	return [
		code for code, each in leaves().items() if any(word in written.lower() for word in keywords(each))
	]


def test_the_city_is_as_large_as_a_real_one():
	policy = city()
	groups = [each for each in policy.classifier.values() if each.is_group]
	executors = [each for each in policy.executors.values() if each.active and not each.is_group]
	assert len(policy.districts) == 7
	assert len(streets()) >= 60
	assert len(executors) >= 30
	assert len(groups) >= 10
	assert len(leaves()) >= 80


def test_k1_1_every_kind_of_executor_and_r4_every_type_of_request_is_there():
	assert {each.kind for each in city().executors.values() if not each.is_group} == {
		*("Department", "District Council", "Utility", "State Body", "Enterprise")
	}
	assert {each.request_type for each in leaves().values()} == {
		"sos",
		"emergency",
		"ordinary",
		"medium",
		"long",
	}
	assert set(city().types) == {"sos", "emergency", "ordinary", "medium", "long"}


@pytest.mark.parametrize("district", ["met", "dov", "ter", "pok", "ing", "sak", "cen"])
def test_r5_11_what_a_citizen_may_pick_has_an_active_executor_in_every_district(district):
	for entry in leaves().values():
		if entry.public:
			assigned = route(entry, district, city().executors, entry.required_fields)
			assert [each.lead for each in assigned].count(True) == 1, entry.code


def test_every_district_has_its_own_council_and_managing_company():
	for district in city().districts:
		served = {
			each.executor for entry in leaves().values() for each in entry.routes if each.district == district
		}
		assert {f"RVK-{district.upper()}", f"UK-{district.upper()}"} <= served


def test_p5_r8_2_3_every_executor_has_a_responsible_person_and_an_official_address():
	for each in city().executors.values():
		if not each.is_group:
			assert each.responsible_name and each.head, each.code
			assert each.responsible_email.endswith("@kr.example") and each.email.endswith("@kr.example"), (
				each.code
			)
	persons = [each.responsible_email for each in city().executors.values() if each.responsible_email]
	assert len(persons) == len(set(persons))


def test_every_entry_has_a_hint_and_keywords_of_its_own():
	words = [word for each in leaves().values() for word in keywords(each)]
	assert len(words) == len(set(words)), "one phrase would lead to two entries"
	for each in leaves().values():
		assert each.hint and len(keywords(each)) >= 1, each.code
		assert "description" in each.required_fields, each.code


def test_every_building_of_every_street_lies_in_one_district():
	for title, ranges in streets().items():
		for building in range(1, 200):
			assert district_of(str(building), ranges), f"{title}, {building}"


def test_the_requests_are_many_and_of_every_sort():
	good = good_lines().values()
	assert len(good) >= 500
	assert lines()[1] == COLUMNS
	assert {line["channel"] for line in good} == {"Phone", "Web", "E-mail", "In Person"}
	by_phone = sum(line["channel"] == "Phone" for line in good) / len(good)
	anonymous = sum(not line["applicant"] and not line["phone"] for line in good) / len(good)
	assert 0.85 < by_phone < 0.95
	assert 0.02 < anonymous < 0.08
	assert {leaves()[code].request_type for line in good for code in meant(line)} == set(city().types)


def test_some_lines_are_wrong_on_purpose():
	outcomes = list(wrong_lines().values())
	assert len(outcomes) >= 25
	assert set(outcomes) == {"refused", "neutralised", "accepted"}
	assert max(wrong_lines()) <= len(lines())


def test_every_good_line_names_a_street_of_the_city_and_means_one_entry():
	for number, line in good_lines().items():
		assert line["street"] in streets(), number
		assert len(meant(line)) == 1, (number, line["classifier"], meant(line))
		if line["building"]:
			assert str(parse_building(line["building"])), number


def test_r5_11_every_good_line_can_be_routed():
	for number, line in good_lines().items():
		entry = leaves()[meant(line)[0]]
		district = district_of(line["building"], streets()[line["street"]])
		filled = {name for name in ON_THE_CARD if line.get(name)}
		assert district, number
		assert route(entry, district, city().executors, filled), number


@cache
def street_names() -> StreetNames:
	rows = {f"{row.street_type} {row.name}": row for row in city().streets}
	return StreetNames(
		StreetName(key, row.street_type, row.name, row.former_names) for key, row in rows.items()
	)


@pytest.mark.parametrize(
	("text", "named", "first"),
	[
		("Металургів", "просп. Металургів", "просп. Металургів"),
		("Металургов", None, "просп. Металургів"),
		("Соборности", None, "вул. Соборності"),
		("Гагаріна", "просп. Університетський", "просп. Університетський"),
		("Гагарина", None, "просп. Університетський"),
		("проспект Мира", None, "просп. Миру"),
		("вул. 5", None, "мкр. 5-й Зарічний"),
		("Зв’язку", "вул. Зв'язку", "вул. Зв'язку"),
		("Звʼязку", "вул. Зв'язку", "вул. Зв'язку"),
		("22 партзїзду", "вул. Віталія Матусевича", "вул. Віталія Матусевича"),
		("Набережна", "вул. Набережна", "вул. Набережна"),
		("200-річчя", None, "просп. 200-річчя Кривого Рогу"),
		("Металлургов", None, "просп. Металургів"),
		("Днепровское", None, "шосе Дніпровське"),
		("Соборная", None, "вул. Соборності"),
	],
)
def test_a_street_of_the_city_is_named_or_offered(text, named, first):
	"""R5.11: who types a part or a slip chooses from what is offered."""
	assert street_names().find(text) == ((named,) if named else ())
	assert street_names().offer(text)[0] == first


def test_every_street_is_found_by_each_of_its_names():
	for row in city().streets:
		key = f"{row.street_type} {row.name}"
		assert key in street_names().find(key)
		for former in row.former_names:
			assert street_names().find(f"{row.street_type} {former}")
			assert key in street_names().offer(former)
