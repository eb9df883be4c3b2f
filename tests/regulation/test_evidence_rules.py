"""What is said of evidence, and what is not: rules with their thresholds."""

from datetime import datetime, timedelta, timezone

import pytest

from contact_center.regulation.evidence_checks import (
	Earlier,
	Expected,
	Finding,
	Found,
	HandedIn,
	Page,
	PictureMeasures,
	ScanMeasures,
	Thresholds,
	of_picture,
	of_scan,
	repeated_text,
	same_files,
	seen,
)
from contact_center.regulation.plausible import Position

pytestmark = pytest.mark.regulation

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
GOOD = {"width": 1600, "height": 1200, "dark": 20.0, "light": 180.0, "sharpness": 20.0}
HERE, A_KILOMETRE_AWAY = Position(47.9098, 33.3917), Position(47.9188, 33.3917)
PHOTO, ACT = frozenset({"Photo"}), frozenset({"Act"})


def of(expected: Expected = Expected(PHOTO), than: Thresholds = Thresholds(), **measures) -> list[Finding]:  # noqa: B008
	return [found.kind for found in of_picture(PictureMeasures(**{**GOOD, **measures}), expected, than)]


@pytest.mark.parametrize(
	("measures", "found"),
	[
		({}, []),
		({"width": 40, "height": 30, "dark": 0, "light": 0, "sharpness": 0}, [Finding.SMALL, Finding.DARK]),
		({"width": 1600, "height": 399}, [Finding.SMALL]),
		({"width": 400, "height": 400}, []),
		({"dark": 0, "light": 44}, [Finding.DARK]),
		({"dark": 0, "light": 45}, []),
		({"dark": 211, "light": 255}, [Finding.BRIGHT]),
		({"dark": 210, "light": 255}, []),
		({"dark": 100, "light": 124}, [Finding.EVEN]),
		({"dark": 100, "light": 125}, []),
		({"sharpness": 4.9}, [Finding.BLURRED]),
		({"sharpness": 5.0}, []),
	],
)
def test_a_photo_is_readable_from_its_thresholds_on(measures, found):
	assert of(**measures) == found


def test_a_photographed_act_has_to_be_read():
	assert of(Expected(ACT), width=1200, height=900) == [Finding.SMALL]
	assert of(Expected(ACT | PHOTO), width=1200, height=900) == []


def test_thresholds_of_zero_switch_checks_off():
	than = Thresholds(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	taken = {"taken": NOW - 100 * HOUR, "position": A_KILOMETRE_AWAY, "dark": 0, "light": 0, "sharpness": 0}
	assert of(Expected(PHOTO, NOW, NOW, HERE), than, **taken) == []
	assert of(than=than, dark=255, light=255) == []
	assert of_scan(ScanMeasures(1, (Page(False, 30),)), than) == []
	assert repeated_text(1000, than) == []


@pytest.mark.parametrize(
	("taken", "found"),
	[
		(NOW - 61 * HOUR / 60, [Finding.TAKEN_BEFORE]),
		(NOW - HOUR, []),
		(NOW + 5 * HOUR, []),
		(NOW + 6 * HOUR + HOUR / 60, [Finding.TAKEN_LATER]),
		(None, []),
	],
)
def test_a_photo_from_before_the_request_is_flagged(taken, found):
	assert of(Expected(PHOTO, NOW, NOW + 5 * HOUR), taken=taken) == found


def test_a_photo_is_compared_with_what_is_known():
	assert of(Expected(PHOTO), taken=NOW, position=HERE) == []
	assert of(Expected(PHOTO, position=HERE)) == []
	assert of(Expected(PHOTO, position=HERE), position=HERE) == []


def test_a_photo_from_elsewhere_says_how_far():
	[found] = of_picture(
		PictureMeasures(**GOOD, position=A_KILOMETRE_AWAY), Expected(PHOTO, position=HERE), Thresholds()
	)
	assert found == Found(Finding.TAKEN_ELSEWHERE, ("1001",))


@pytest.mark.parametrize(
	("measures", "found"),
	[
		(ScanMeasures(0), [Found(Finding.NO_PAGES)]),
		(ScanMeasures(2, (Page(False), Page(False, 200))), []),
		(
			ScanMeasures(3, (Page(True), Page(False), Page(True))),
			[Found(Finding.BLANK_PAGES, ("3", "1", "3"))],
		),
		(
			ScanMeasures(2, (Page(False, 119), Page(False, 72))),
			[Found(Finding.COARSE_SCAN, ("72", "1", "2"))],
		),
		(ScanMeasures(1, (Page(False, 120),)), []),
	],
)
def test_pages_of_a_scan(measures, found):
	assert of_scan(measures, Thresholds()) == found


def test_long_documents_name_their_first_pages():
	[found] = of_scan(ScanMeasures(20, (Page(True),) * 20), Thresholds())
	assert found.values == ("20", *map(str, range(1, 11)))


def test_an_act_and_a_photo_that_are_one_file():
	files = [
		HandedIn("a", "1", ACT),
		HandedIn("b", "1", PHOTO),
		HandedIn("c", "2", PHOTO),
		HandedIn("d", "2", PHOTO),
	]
	found = Found(Finding.SAME_FILE, ("Act", "Photo"))
	assert same_files(files) == {"a": found, "b": found}
	assert same_files([HandedIn("a", "1", ACT | PHOTO)]) == {"a": found}


def test_where_it_was_seen_before_begins_with_the_same_file():
	rows = [
		Earlier("x", "Request Task", "T-1", "R-1", "2026-01-02"),
		Earlier("y", "Request", "R-2", "R-2", "2026-01-01"),
		Earlier("z", "Request Task", "T-3", "R-3", "2026-02-01", is_same_file=True),
	]
	found = seen(rows)
	assert [each.kind for each in found] == [Finding.SEEN_FILE, Finding.SEEN_PICTURE, Finding.SEEN_PICTURE]
	assert [each.values[1] for each in found] == ["T-3", "R-2", "T-1"]
	assert len(seen(rows * 5)) == 3


def test_a_text_is_said_to_be_used_once_that_is_often():
	assert repeated_text(4, Thresholds()) == []
	assert repeated_text(5, Thresholds()) == [Found(Finding.REPEATED_TEXT, ("5",))]
