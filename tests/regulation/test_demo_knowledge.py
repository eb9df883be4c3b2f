"""The demo city's clarifications, services and text modules name what the city has, and can be spoken (RI2, RI4)."""

import csv
from pathlib import Path

import pytest

from contact_center.reading.plain_markup import html
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.reading.slugs import slug
from contact_center.reading.text_modules import check

DEMO = Path(__file__).parents[2] / "contact_center" / "demo"
CITY = load_policy(DEFAULT_POLICY, DEMO / "policy")
MOST_SPOKEN = 300


def rows(name: str) -> list[dict[str, str]]:
	with (DEMO / "answers" / name).open(encoding="utf-8", newline="") as lines:
		return list(csv.DictReader(lines))


CLARIFICATIONS, SERVICES = rows("clarifications.csv"), rows("services.csv")
MODULES = rows("text_modules.csv")


def test_there_are_enough_to_see_how_it_looks():
	assert len(CLARIFICATIONS) >= 30 and len(SERVICES) >= 12
	days = [int(row["valid_days"]) for row in CLARIFICATIONS]
	assert min(days) < 0 and any(0 <= day <= 14 for day in days)  # one has ended, some end soon


@pytest.mark.parametrize(
	"row", [*CLARIFICATIONS, *SERVICES], ids=lambda row: slug(row.get("question") or row["title"])[:40]
)
def test_each_is_about_entries_and_has_a_supplier(row):
	assert row["entries"] and set(row["entries"].split(";")) <= CITY.classifier.keys()
	supplier = CITY.executors[row["supplier"]]
	assert supplier.active and not supplier.is_group


@pytest.mark.parametrize("row", CLARIFICATIONS, ids=lambda row: slug(row["question"])[:40])
def test_each_answer_can_be_read_and_spoken(row):
	assert 0 < len(row["short_answer"]) <= MOST_SPOKEN
	assert html(row["answer"]) and slug(row["question"])


@pytest.mark.parametrize("row", SERVICES, ids=lambda row: slug(row["title"])[:40])
def test_each_service_says_where(row):
	assert all(line.count("|") == 3 for line in row["places"].splitlines()) and row["places"]
	assert row["documents"] and row["how_long"] and row["how_much"] and row["link"].startswith("https://")


@pytest.mark.parametrize("row", MODULES, ids=lambda row: slug(row["title"]))
def test_each_module_fills_known_places(row):
	check(row["text"])
	assert row["purpose"] in ("Wording", "Answer")
	assert set(filter(None, row["entries"].split(";"))) <= CITY.classifier.keys()
