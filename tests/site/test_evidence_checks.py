"""Evidence checks on a site: what is found, who sees it, the job and its retries, the look-up's queries, the back-fill."""

import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import frappe
import kit
import pytest
from frappe.utils import now_datetime
from frappe.utils.background_jobs import get_queue
from kit_files import unique_photo
from PIL import ExifTags, Image, ImageDraw

from contact_center.access import files
from contact_center.desk import evidence
from contact_center.execution import evidence_checks, handed_in, measuring, picture_index, result_texts
from contact_center.framework import corrections, deadlocks, kept_photos
from contact_center.reading import picture_codes
from contact_center.reading.measuring_process import PAPER, PICTURE
from contact_center.reading.picture_codes import Detail

pytest_plugins = ["kit_city"]
pytestmark = [pytest.mark.site, pytest.mark.usefixtures("city")]
CHECK = evidence_checks.CHECK


def photo(
	seed: int = 1, size: tuple[int, int] = (640, 480), exif: Image.Exif | None = None, quality: int = 90
) -> bytes:
	"""A sharp picture of many spots, the same for the same seed."""
	content = io.BytesIO()
	picture(seed, size).save(content, "JPEG", quality=quality, **({"exif": exif} if exif else {}))
	return content.getvalue()


def picture(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
	import random

	numbers = random.Random(seed)
	image = Image.new("RGB", size, "gray")
	draw = ImageDraw.Draw(image)
	for _spot in range(150):
		x, y, radius = numbers.randrange(size[0]), numbers.randrange(size[1]), numbers.randrange(4, 60)
		color = tuple(numbers.randrange(256) for _part in range(3))
		shape = draw.ellipse if numbers.random() < 0.5 else draw.rectangle
		shape((x, y, x + radius * 2, y + radius), fill=color)
	return image


def reported(
	contents: dict[str, bytes] | None = None, kinds: dict[str, str] | None = None, result: str = "", **fields
):
	"""Return the task of a new request, reported with these files; kinds by file name, else photos."""
	request = kit.registered(**fields)
	return report(kit.accept(kit.task_of(request)), contents, kinds, result)


def report(
	task, contents: dict[str, bytes] | None = None, kinds: dict[str, str] | None = None, result: str = ""
):
	"""Report a task as its executor, who has hung these files on it."""
	task = kit.fresh(task)
	contents = {"готово.jpg": photo(7)} if contents is None else contents
	rows = [
		{"kind": (kinds or {}).get(name, "Photo"), "file": _hung_on(task, name, content)}
		for name, content in contents.items()
	]
	return _with_evidence(task, rows, result)


def _hung_on(task, name: str, content: bytes) -> str:
	with kit.acting("water"):
		doc = {"doctype": "File", "attached_to_doctype": task.doctype, "attached_to_name": task.name}
		return frappe.get_doc({**doc, "file_name": name, "content": content}).insert().file_url


def _with_evidence(task, rows: list[dict], result: str = ""):
	"""Report a task with these rows of evidence beside those that it has."""
	rows = [*({"kind": row.kind, "file": row.file} for row in task.evidence), *rows]
	kit.report(task, evidence=rows, result=result or f"Зроблено {frappe.generate_hash(length=12)}")
	return kit.fresh(task)


def found(task, by: str = "operator") -> dict[str, list[str]]:
	"""Check the task as the job does; return the sentences by the file's first letter, those of the text under \"\"."""
	evidence_checks.check(task.name)
	state = frappe.db.get_value(CHECK, task.name, "state")
	assert state == evidence_checks.CHECKED, frappe.get_last_doc("Error Log").error
	with kit.acting(by):
		told = evidence.checks([task.name])
	names = dict(frappe.get_all(CHECK, {"task": task.name}, ["name", "file_name"], as_list=True))
	return {
		(names[name] or "")[:1]: [each["text"] for each in check["findings"]] for name, check in told.items()
	}


def test_a_good_photo_has_nothing_said_of_it(db):
	assert found(reported({"a.jpg": photo(os.getpid())})) == {"": [], "a": []}


def test_a_black_picture_is_none(db):
	content = io.BytesIO()
	Image.new("RGB", (40, 30)).save(content, "JPEG")
	[small, dark] = found(reported({"a.jpg": content.getvalue()}))["a"]
	assert "40×30" in small
	assert dark == frappe._("The photo is almost black.")


def test_a_photo_of_another_request_is_found_when_cut_and_turned(db):
	first = reported({"a.jpg": photo(11)})
	assert found(first)["a"] == []
	content = io.BytesIO()
	picture(11).crop((60, 40, 600, 440)).rotate(90, expand=True).save(content, "JPEG", quality=60)
	second = reported({"b.jpg": content.getvalue()})
	[text] = found(second)["b"]
	assert frappe.db.get_value("Request", first.request, "number") in text
	with kit.acting("operator"):
		told = evidence.checks([second.name])
	[finding] = [one for each in told.values() for one in each["findings"]]
	assert finding["request"] == first.request


def test_the_very_same_file_is_called_so(db):
	"""What is handed in to us bears a random content hash, as in every request."""
	corrections.apply()
	content = photo(12)
	found(reported({"a.jpg": content}))
	[text] = found(reported({"b.jpg": content}))["b"]
	assert text.startswith(frappe._("This very file was added to request {0} on {1}.").split("{0}")[0])


def test_it_is_found_whichever_was_uploaded_first(db):
	content = photo(25)
	earlier, later = (kit.accept(kit.task_of(kit.registered())) for _each in range(2))
	urls = [_hung_on(task, "a.jpg", content) for task in (earlier, later)]
	reports = [(later, urls[1]), (earlier, urls[0])]
	told = [found(_with_evidence(task, [{"kind": "Photo", "file": url}]))["a"] for task, url in reports]
	assert [len(each) for each in told] == [0, 1]
	assert frappe.db.get_value("Request", later.request, "number") in told[1][0]


def test_what_the_applicant_adds_later_was_not_there(db):
	task = reported({"a.jpg": photo(26)})
	with kit.acting("citizen"):
		files.attach("Request", task.request, "двір.jpg", photo(26))
	since = frappe.db.get_value(CHECK, task.name, "handed_in")
	own = {"attached_to_doctype": "Request", "attached_to_name": task.request}
	frappe.db.set_value("File", own, "creation", since + timedelta(minutes=2), update_modified=False)
	frappe.db.commit()
	assert found(task)["a"] == []


def test_the_applicants_own_photo_is_no_result(db):
	request = kit.registered()
	with kit.acting("citizen"):
		files.attach("Request", request.name, "двір.jpg", photo(13))
	task = report(kit.accept(kit.task_of(request)), {"a.jpg": photo(13, quality=50)})
	[text] = found(task)["a"]
	assert text.startswith(
		frappe._("The applicant added this photo, or one very like it, to this request on {0}.")[:20]
	)


def test_two_photos_of_one_report_are_not_compared(db):
	told = found(reported({"a.jpg": photo(14), "b.jpg": photo(14, quality=50)}))
	assert told == {"": [], "a": [], "b": []}


def test_an_act_that_is_the_photo_is_named(db):
	corrections.apply()
	content = photo(15, (1400, 1100))
	told = found(reported({"a.jpg": content, "b.jpg": content}, {"b.jpg": "Act"}))
	assert all(frappe._("Act") in text for name in ("a", "b") for text in told[name])
	assert [len(told[name]) for name in ("a", "b")] == [1, 1]


def test_time_and_place_of_the_camera_are_compared(db):
	kept_photos.apply()  # as before every request
	exif = Image.Exif()
	exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2020:03:02 10:00:00"}
	exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 54.0, 35.0), 3: "E", 4: (33.0, 23.0, 30.0)}
	task = reported({"a.jpg": photo(16, exif=exif)}, latitude=47.95, longitude=33.3917)
	[before, elsewhere] = found(task)["a"]
	assert "2020" in before
	assert "4,5" in elsewhere or "4.5" in elsewhere


def test_a_place_is_not_spoken_of_where_the_request_has_none(db):
	kept_photos.apply()
	exif = Image.Exif()
	exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 54.0, 35.0), 3: "E", 4: (33.0, 23.0, 30.0)}
	assert found(reported({"a.jpg": photo(17, exif=exif)}))["a"] == []


def test_a_text_is_named_once_it_is_used_often(db):
	words = f"Роботи виконано {frappe.generate_hash(length=8)}"
	tasks = [reported(result=words) for _each in range(6)]
	assert [found(task)[""] for task in tasks[:5]] == [[]] * 5
	[text] = found(tasks[5])[""]
	assert "5" in text
	assert result_texts.times(words.upper() + "!", tasks[0].name) == 5


def test_the_administrator_moves_thresholds_without_code(db):
	task = reported({"a.jpg": photo(18)})
	with kit.acting("administrator"):
		_set_least_side(1000)
	try:
		assert "640×480" in found(task)["a"][0]
	finally:
		_set_least_side(400)


def _set_least_side(pixels: int) -> None:
	settings = frappe.get_doc("Contact Center Settings")
	settings.evidence_least_side = pixels
	settings.save()
	frappe.db.commit()
	frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")


# Who sees it


@pytest.mark.parametrize("person", ["water", "roads", "management", "administrator", "citizen", "stranger"])
def test_others_than_the_office_see_no_check(db, person):
	task = reported()
	evidence_checks.check(task.name)
	with kit.acting(person):
		assert evidence.checks([task.name]) == {}
		assert evidence.of_task(task) == []
		assert not frappe.has_permission(CHECK, "read", doc=task.name)


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_the_office_reads_checks_and_changes_none(db, person):
	task = reported()
	evidence_checks.check(task.name)
	with kit.acting(person):
		check = frappe.get_doc(CHECK, task.name)
		check.check_permission("read")
		for right in ("write", "create", "delete"):
			with pytest.raises(frappe.PermissionError):
				check.check_permission(right)


def test_nobody_deletes_a_check(db):
	task = reported()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc(CHECK, task.name)


def test_the_forms_bring_what_was_found_to_the_office_alone(db):
	task = reported({"a.jpg": photo(19, (300, 200))})
	evidence_checks.check(task.name)
	for person, sees in {"operator": True, "water": False}.items():
		with kit.acting(person):
			doc = kit.fresh(task)
			doc.onload()
			shown = doc.get_onload("contact_center")
			assert bool(shown["checks"]) is bool(shown["evidence"]) is sees
	with kit.acting("operator"):
		request = frappe.get_doc("Request", task.request)
		request.onload()
		assert {task.name} < set(request.get_onload("contact_center")["checks"])


# The job


def test_a_file_is_checked_once(db):
	task = reported({"a.jpg": photo(20)})
	evidence_checks.check(task.name)
	before = frappe.get_all(CHECK, {"task": task.name}, ["name", "checked_at", "modified"], order_by="name")
	evidence_checks.check(task.name)
	assert (
		frappe.get_all(CHECK, {"task": task.name}, ["name", "checked_at", "modified"], order_by="name")
		== before
	)


def test_a_returned_photo_that_comes_again_is_found(db):
	task = reported({"a.jpg": photo(21)})
	found(task)
	kit.return_for_rework(frappe.get_doc("Request", task.request))
	told = found(report(task, {"b.jpg": photo(21, quality=40)}))
	assert told["a"] == []
	assert len(told["b"]) == 1


def test_what_no_job_did_is_queued_again(db, monkeypatch):
	task, queued = reported(), []
	monkeypatch.setattr(evidence_checks, "_enqueue", queued.append)
	evidence_checks.check_late()
	assert task.name not in queued
	frappe.db.set_value(CHECK, task.name, "modified", "2020-01-01", update_modified=False)
	evidence_checks.check_late()
	assert task.name in queued
	evidence_checks.check(task.name)
	assert _state(task) == evidence_checks.CHECKED


@pytest.mark.parametrize("field", ["modified", "runs_since"])
def test_what_a_fast_clock_dated_ahead_does_not_wait_until_then(field, db, monkeypatch):
	"""The clock ran three hours fast when the result was handed in, or when the job that died began."""
	task, queued = reported(), []
	monkeypatch.setattr(evidence_checks, "_enqueue", queued.append)
	ahead = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=3)
	values = {"modified": ahead, "runs_since": ahead if field == "runs_since" else None}
	frappe.db.set_value(CHECK, task.name, values, update_modified=False)
	evidence_checks.check_late()
	assert task.name in queued
	evidence_checks.check(task.name)
	assert _state(task) == evidence_checks.CHECKED


def _state(task) -> str:
	return frappe.db.get_value(CHECK, task.name, "state")


def test_a_check_is_queued_once(db):
	task = reported()
	for _minute in range(2):
		evidence_checks._enqueue(task.name)
	queued = [each for each in get_queue("long").job_ids if each.endswith(f"evidence-check-{task.name}")]
	assert len(queued) == 1


def test_what_a_job_is_at_no_other_begins_until_it_is_dead(db):
	task = reported()
	frappe.db.set_value(CHECK, task.name, "runs_since", now_datetime(), update_modified=False)
	evidence_checks.check(task.name)
	assert _state(task) == evidence_checks.WAITING
	dead = now_datetime() - evidence_checks.LATE
	frappe.db.set_value(CHECK, task.name, "runs_since", dead, update_modified=False)
	evidence_checks.check(task.name)
	assert _state(task) == evidence_checks.CHECKED
	assert frappe.db.get_value(CHECK, task.name, "runs_since") is None


def test_a_job_says_after_a_file_that_it_lives(db, monkeypatch):
	task, said = reported({"a.jpg": photo(28)}), []
	monkeypatch.setattr(evidence_checks, "SIGN_OF_LIFE", timedelta(0))
	monkeypatch.setattr(evidence_checks, "_say", lambda *args: said.append(args[0]))
	evidence_checks.check(task.name)
	assert said == [task.name]


def test_what_was_kept_is_committed_before_the_evidence_is_measured(db, monkeypatch):
	request = kit.registered()
	with kit.acting("citizen"):
		own = files.attach("Request", request.name, "двір.jpg", photo(29))
	task = report(kit.accept(kit.task_of(request)), {"a.jpg": photo(24)})
	original, seen = handed_in.measure, []

	def measure(some, after):
		with ThreadPoolExecutor(1) as other_job:
			seen.append(other_job.submit(_digests_elsewhere, frappe.local.site, own.name).result())
		original(some, after)

	monkeypatch.setattr(handed_in, "measure", measure)
	evidence_checks.check(task.name)
	assert [len(each) for each in seen] == [0, 1]


def _digests_elsewhere(site: str, name: str) -> dict[str, str]:
	with frappe.init_site(site):
		frappe.connect()
		return picture_index.digests_of([name])


def test_a_job_that_always_fails_gives_up(db, monkeypatch):
	task = reported()
	monkeypatch.setattr(evidence_checks, "_look", lambda *args: 1 / 0)
	for _try in range(evidence_checks.MOST_TRIES):
		evidence_checks.check(task.name)
		assert frappe.db.get_value(CHECK, task.name, "state") == evidence_checks.WAITING
	evidence_checks.check(task.name)
	assert frappe.db.get_value(CHECK, task.name, "state") == evidence_checks.FAILED
	frappe.db.delete("Error Log", {"reference_name": task.name})
	frappe.db.commit()


def test_ten_files_take_as_many_queries_as_two(db):
	two = reported({f"{number}.jpg": photo(30 + number) for number in range(2)})
	ten = reported({f"{number}.jpg": photo(40 + number) for number in range(9)})
	evidence_checks.check(reported({"a.jpg": photo(22)}).name)  # warm
	counts = []
	for task in (two, ten):
		with kit.counting_queries() as queries:
			evidence_checks.check(task.name)
		counts.append(len(queries))
	assert counts[1] <= counts[0] + 1
	assert counts[0] < 40


# Hostile files


@pytest.mark.parametrize(
	("name", "content"),
	[
		("a.jpg", b"\xff\xd8\xff" + b"junk" * 100),
		("a.png", b"\x89PNG\r\n\x1a\n" + os.urandom(100)),
		("a.pdf", b"%PDF-1.7\n" + b"1 0 obj << /Length 99999999 >> stream\n" * 50),
	],
)
def test_damaged_files_are_said_to_be_so(tmp_path, name, content):
	path = tmp_path / name
	path.write_bytes(content)
	with measuring.Measuring() as process:
		assert process.measure(path, PAPER if name.endswith("pdf") else PICTURE) is None
		good = tmp_path / "good.jpg"
		good.write_bytes(photo(1))
		assert process.measure(good, PICTURE)["measures"]["width"] == 640


def test_a_file_that_takes_too_long_is_left(tmp_path):
	path = tmp_path / "a.jpg"
	path.write_bytes(photo(1))
	with measuring.Measuring(seconds=0) as process:
		assert process.measure(path, PICTURE) is None
		assert process.process is None


def test_a_file_that_is_not_there_is_not_readable():
	with measuring.Measuring() as process:
		assert process.measure(Path("/nowhere.jpg"), PICTURE) is None


# The back-fill


def test_what_was_reported_before_is_checked_in_order(db):
	tasks = [reported({"a.jpg": photo(60)}), reported({"b.jpg": photo(60, quality=40)})]
	frappe.db.delete(CHECK, {"task": ("in", [task.name for task in tasks])})
	frappe.db.commit()
	shares: list[float] = []
	assert evidence_checks.check_earlier(shares.append) >= 2
	assert shares[-1] == 1
	kept = frappe.get_all(CHECK, {"task": tasks[1].name, "file_name": ("like", "b%")}, pluck="findings")
	assert [json.loads(each)[0][0] for each in kept] == ["Seen Picture"]
	assert evidence_checks.check_earlier() == 0


def test_imports_leave_no_job_behind(db):
	from contact_center.record import messages

	with messages.quiet():
		task = reported()
	assert not frappe.db.exists(CHECK, task.name)


def test_the_index_forgets_nothing_and_doubles_nothing(db):
	pictures = [picture_index.Picture("kit-a", "kit-digest"), picture_index.Picture("kit-b", "kit-digest")]
	picture_index.keep(pictures)
	picture_index.keep(pictures)
	assert set(picture_index.digests_of(["kit-a", "kit-b", "kit-c"])) == {"kit-a", "kit-b"}
	asked = picture_index.look_up([picture_index.Picture("kit-a", "kit-digest")], 4)
	assert [match.file for match in asked["kit-a"]] == ["kit-b"]


def test_a_file_that_another_job_has_kept_meanwhile_is_kept_once(db):
	"""That job commits after this one's transaction began to read."""
	name = f"kit-{frappe.generate_hash(length=8)}"
	picture_index.digests_of([name])
	with ThreadPoolExecutor(1) as other_job:
		other_job.submit(_kept_elsewhere, frappe.local.site, name).result()
	deadlocks.repeated(picture_index.keep)([_of_one_detail(name)])
	frappe.db.commit()
	try:
		assert _rows_of(name) == [(name,)]
	finally:
		picture_index.forget(frappe._dict(name=name))
		frappe.db.commit()


def _of_one_detail(name: str) -> picture_index.Picture:
	return picture_index.Picture(name, "kit-digest", picture_codes.packed([Detail(5, 5, 4, 1, 77)]))


def _kept_elsewhere(site: str, name: str) -> None:
	with frappe.init_site(site):
		frappe.connect()
		picture_index.keep([_of_one_detail(name)])
		frappe.db.commit()


def _rows_of(name: str) -> list[tuple]:
	return [*frappe.db.sql(f"select file from `{picture_index.PICTURES}` where file = %s", name)]


def test_a_deleted_file_leaves_nothing_that_hides_others(db):
	evidence_checks.check(reported({"a.jpg": photo(27)}).name)
	name = frappe.db.get_value("File", {"file_name": "a.jpg"}, order_by="creation desc")
	[[number]] = frappe.db.sql(f"select picture from `{picture_index.PICTURES}` where file = %s", name)
	count = f"select count(*) from `{picture_index.CODES}` where picture = %s"
	assert frappe.db.sql(count, number)[0][0] > 20
	frappe.delete_doc("File", name, force=True, ignore_permissions=True)
	assert _rows_of(name) == []
	assert frappe.db.sql(count, number)[0][0] == 0


def test_a_photo_of_noise_is_checked_too(db):
	assert found(reported({"a.jpg": unique_photo()}))["a"]
