"""Pictures and papers measured: known again, what the camera noted, hostile ones; and the shares of a small set."""

import io
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import evidence_figures
import evidence_set
import pytest
from PIL import ExifTags, Image

from contact_center.reading import picture_codes, picture_measures, scan_measures
from contact_center.reading.picture_codes import Detail
from contact_center.regulation.plausible import Position

pytestmark = pytest.mark.regulation

SIZE = (1024, 768)
CLONE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scene():
	return evidence_set.scene(1, SIZE)


@pytest.fixture(scope="module")
def kept(scene):
	return picture_codes.unpacked(picture_codes.packed(evidence_figures.details(evidence_set.jpeg(scene))[0]))


@pytest.mark.parametrize(
	"trick", [name for name in evidence_set.TRICKS if "60" not in name and "50 %" not in name]
)
def test_a_photo_is_known_again(scene, kept, trick):
	assert evidence_figures.is_seen([kept], evidence_set.TRICKS[trick](scene, evidence_set.rng_of(1, 3)))


def test_another_photo_is_not_taken_for_it(kept):
	assert not evidence_figures.is_seen([kept], evidence_set.jpeg(evidence_set.scene(2, SIZE)))


def test_what_shows_nothing_is_no_photo_seen_before():
	black = evidence_figures.details(evidence_set.jpeg(Image.new("RGB", (40, 30))))
	assert black == ((), ())
	assert picture_codes.shared((), ()) == 0


def test_details_are_kept_in_few_bytes(scene):
	found, mirrored = picture_codes.details(scene)
	kept = picture_codes.packed(found)
	assert len(kept) == 12 * picture_codes.KEPT
	assert [each.code for each in picture_codes.unpacked(kept)] == [each.code for each in found[:48]]
	assert len(mirrored) == len(found) == picture_codes.LOOKED_UP


def test_a_mirror_image_is_kept_under_the_same_codes(scene):
	found, mirrored = picture_codes.details(scene)
	codes = [picture_codes.indexed(each.code) for each in found]
	assert codes == [picture_codes.indexed(each.code) for each in mirrored]
	assert [each.code for each in found] != [each.code for each in mirrored]
	assert max(codes) < 1 << picture_codes.BITS


def test_what_a_pattern_repeats_tells_nothing():
	places = [(x * 40.0, y * 40.0) for x in range(8) for y in range(6)]
	paving = [Detail(x, y, 4.0, 0.0, 5, (4, 7, 6)) for x, y in places]
	stones = [Detail(50.0 * number, 30.0 + number**2, 4.0, 0.0, 100 + number) for number in range(6)]
	assert picture_codes.shared(paving, paving) == 0
	assert picture_codes.shared([*stones, *paving[:42]], [*paving[:40], *stones]) == len(stones)


def test_however_many_details_look_alike_few_are_compared(monkeypatch):
	compared, original = [], picture_codes._agreeing
	monkeypatch.setattr(picture_codes, "_agreeing", lambda pairs: compared.append(pairs) or original(pairs))
	codes = [number // picture_codes.OFTEN for number in range(picture_codes.LOOKED_UP)]
	alike = [
		Detail(3.0 * place, 2.0 * place, 4.0, 0.0, code, (code ^ 1, code ^ 2, code ^ 3))
		for place, code in enumerate(codes)
	]
	assert picture_codes.shared(alike, alike) == picture_codes.KEPT
	assert [len(pairs) for pairs in compared] == [picture_codes.MOST_PAIRS]


@pytest.mark.parametrize("made", evidence_set.UNREADABLE.values(), ids=list(evidence_set.UNREADABLE))
def test_a_photo_that_shows_nothing_is_found(made):
	assert evidence_figures.of_photo(made(3))


def test_honest_files_are_not_flagged():
	assert not [name for name, is_found in evidence_figures.honest(4, []) if is_found]


@pytest.mark.parametrize("made", evidence_figures.ODD_PAPERS.values(), ids=list(evidence_figures.ODD_PAPERS))
def test_odd_papers_are_found(made):
	assert evidence_figures.of_paper(made(5))


# What the camera noted


def told(exif: Image.Exif) -> tuple:
	return picture_measures.told(
		Image.open(io.BytesIO(evidence_set.jpeg(Image.new("RGB", (64, 48)), exif=exif)))
	)


def test_time_and_place_are_read():
	taken, position = told(evidence_set.exif("2026:03:02 10:00:00", (-47.9098, 33.3917)))
	assert taken == datetime(2026, 3, 2, 10, 0)
	assert position == Position(pytest.approx(-47.9098, abs=1e-5), pytest.approx(33.3917, abs=1e-5))


def test_the_zone_counts_where_the_camera_noted_it():
	exif = Image.Exif()
	exif[ExifTags.IFD.Exif] = {
		ExifTags.Base.DateTimeOriginal: "2026:03:02 10:00:00",
		ExifTags.Base.OffsetTimeOriginal: "+02:00",
	}
	assert told(exif)[0].utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
	"written", ["0000:00:00 00:00:00", "    :  :     :  :  ", "торік", "2026:13:45 10:00:00", "9" * 5000]
)
def test_a_time_that_makes_no_sense_is_none(written):
	assert told(evidence_set.exif(written))[0] is None


@pytest.mark.parametrize(
	"tags",
	[
		{1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
		{1: "N", 2: (999.0, 0.0, 0.0), 3: "E", 4: (33.0, 0.0, 0.0)},
		{2: (47.0,), 4: (33.0,)},
		{1: "N"},
	],
)
def test_a_place_that_makes_no_sense_is_none(tags):
	exif = Image.Exif()
	exif[ExifTags.IFD.GPSInfo] = tags
	assert told(exif)[1] is None


# Hostile files


def test_a_bomb_is_not_unpacked():
	bomb = io.BytesIO()
	Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
	with pytest.raises((ValueError, Image.DecompressionBombError)):
		picture_measures.opened(bomb.getvalue())


def test_a_transparent_picture_shows_what_is_on_white():
	content = io.BytesIO()
	Image.new("RGBA", (500, 500), (0, 0, 0, 0)).save(content, "PNG")
	assert picture_measures.opened(content.getvalue())[1].dark == 255


@pytest.mark.parametrize("cut", [0, 5, 200, -200])
def test_damaged_papers_are_measured_or_refused(cut):
	content = evidence_set.typed(1)[:cut] if cut else b""
	try:
		scan_measures.measure(content)
	except Exception as fault:
		assert not isinstance(fault, (MemoryError, RecursionError))


def test_the_process_answers_line_by_line_whatever_it_is_given(tmp_path, scene):
	photo, junk, paper = (tmp_path / name for name in ("a.jpg", "b.jpg", "c.pdf"))
	photo.write_bytes(evidence_set.jpeg(scene))
	junk.write_bytes(b"\xff\xd8\xff" + b"junk" * 50)
	paper.write_bytes(evidence_set.typed(1, 2))
	asked = [(photo, "Picture"), (junk, "Picture"), (paper, "Paper"), (junk, "Paper")]
	lines = "".join(json.dumps({"path": str(path), "kind": kind}) + "\n" for path, kind in asked)
	command = [sys.executable, "-m", "contact_center.reading.measuring_process"]
	done = subprocess.run(
		command, input=lines, capture_output=True, text=True, cwd=CLONE, timeout=60, check=True
	)
	ready, *answers = done.stdout.splitlines()
	answers = [json.loads(answer) for answer in answers]
	assert ready == "ready"
	assert answers[0]["measures"]["width"] == 1024
	assert len(answers[0]["looked_up"][0]) == picture_codes.LOOKED_UP
	assert answers[1] is None and answers[3] is None
	assert answers[2]["measures"]["pages"] == 2
