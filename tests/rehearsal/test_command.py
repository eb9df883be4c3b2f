"""The command as a person and a machine call it."""

import csv
import json
import re
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, ROOT

from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.reading.orders import DEMO_POLICY

HEADER = "number,moment,channel,applicant,phone,email,street,building,flat,classifier,description"


def call(*args, code=0):
	done = CliRunner().invoke(main, [str(arg) for arg in args])
	assert done.exit_code == code, done.output
	return done


def figures(*args):
	return json.loads(call("rehearse", *args, "--json").stdout)


def request(number, moment="2026-11-09T10:00:00", entry="WTR-01", street="вул. Надії", building="8", **more):
	cells = {"channel": "Phone", "phone": "+380671234567", "applicant": "Коваль Ірина", **more}
	return [
		number,
		moment,
		cells["channel"],
		cells["applicant"],
		cells["phone"],
		"",
		street,
		building,
		"",
		entry,
		"Немає води",
	]


@pytest.fixture
def files(tmp_path):
	"""`files(requests, journal)`: their paths. Three requests about water by default."""

	def write(requests, journal=()):
		paths = tmp_path / "requests.csv", tmp_path / "journal.csv"
		with paths[0].open("w", encoding="utf-8", newline="") as target:
			csv.writer(target).writerows([HEADER.split(","), *requests])
		with paths[1].open("w", encoding="utf-8", newline="") as target:
			csv.writer(target).writerows(["request,moment,kind,executor,lead,due".split(","), *journal])
		return paths

	return write


def sent(number, moment="2026-11-09T10:00:00", executor="KP-VODOKANAL"):
	return [[number, moment, "Registered", "", "", ""], [number, moment, "Sent", executor, "1", ""]]


def test_every_line_of_the_demo_city_is_accounted_for():
	found = figures(DEMO)
	assert found["lines"] == 593
	assert found["refused"]["count"] + found["unroutable"]["count"] + found["totals"]["requests"] == 593
	assert {line["line"] for line in found["refused"]["lines"]} >= {92, 502, 512, 573}


def test_r4_2_r7_1_a_replay_tells_what_was_late_and_what_was_broken(files):
	"""Emergency: 30 minutes to accept, 24 hours to do. The second is accepted late, the third is never done."""
	requests, journal = files(
		[request("A"), request("B"), request("C")],
		[
			*sent("A"),
			["A", "2026-11-09T10:30:00", "Accepted", "KP-VODOKANAL", "", ""],
			["A", "2026-11-10T10:00:00", "Executed", "KP-VODOKANAL", "", ""],
			*sent("B"),
			["B", "2026-11-09T10:30:01", "Accepted", "KP-VODOKANAL", "", ""],
			["B", "2026-11-09T12:00:00", "Executed", "KP-VODOKANAL", "", ""],
			*sent("C"),
			["C", "2026-11-09T10:05:00", "Accepted", "KP-VODOKANAL", "", ""],
		],
	)
	found = figures(requests, "--journal", journal, "--until", "2026-11-12 10:00:00")
	totals = found["totals"]
	assert (totals["requests"], totals["accepted_late"], totals["overdue"], totals["letters"]) == (3, 1, 1, 1)
	assert found["stages"] == {"In Progress": 1, "Awaiting Confirmation": 2}
	[executor] = found["executors"]
	assert (executor["code"], executor["tasks"], executor["overdue"], executor["open"]) == (
		"KP-VODOKANAL",
		3,
		1,
		1,
	)
	[broken] = [row for row in found["days"] if row["broken"]]
	assert (broken["day"], broken["letters"]) == ("2026-11-10", 1)


def test_bad_lines_of_a_journal_are_named_and_the_rest_is_replayed(files):
	requests, journal = files(
		[request("A")],
		[
			*sent("A"),
			["Z", "2026-11-09T10:00:00", "Accepted", "KP-VODOKANAL", "", ""],
			["A", "колись", "Accepted", "KP-VODOKANAL", "", ""],
			["A", "2026-11-09T10:10:00", "Danced", "KP-VODOKANAL", "", ""],
			["A", "2026-11-09T10:10:00", "Accepted", "ENT-GAZ", "", ""],
			["A", "2026-11-09T10:20:00"],
			["A", "2026-11-09T10:20:00", "Accepted", "KP-VODOKANAL", "", ""],
		],
	)
	found = figures(requests, "--journal", journal)
	refused = {line["line"]: line["kind"] for line in found["journal_refused"]["lines"]}
	assert refused == {
		4: "Unknown Request",
		5: "No Moment",
		6: "Unknown Kind",
		7: "Stranger",
		8: "Wrong Count",
	}
	assert (found["stages"], found["totals"]["accepted_late"]) == ({"In Progress": 1}, 0)


def changed_policy(folder, file, old, new):
	source = (
		DEMO_POLICY / file if (DEMO_POLICY / file).is_file() else ROOT / "contact_center" / "policy" / file
	)
	folder.mkdir()
	text = source.read_text(encoding="utf-8")
	assert old in text
	(folder / file).write_text(text.replace(old, new), encoding="utf-8")
	return folder


def test_r4_6_another_term_is_set_beside_and_names_whose_fate_changes(files, tmp_path):
	requests, journal = files(
		[request("A"), request("B", entry="WTR-02")],
		[
			*sent("A"),
			["A", "2026-11-09T10:20:00", "Accepted", "KP-VODOKANAL", "", ""],
			["A", "2026-11-09T15:00:00", "Executed", "KP-VODOKANAL", "", ""],
			*sent("B"),
		],
	)
	shorter = changed_policy(
		tmp_path / "new",
		"request_types.csv",
		"emergency,Аварійна,2,30,Minutes,24,",
		"emergency,Аварійна,2,30,Minutes,4,",
	)
	against = figures(requests, "--journal", journal, "--against", shorter)["against"]
	[changed] = against["changes"]["requests"]
	assert changed["number"] == "A"
	assert changed["changes"]["overdue"] == [False, True]
	assert changed["changes"]["due"] == ["2026-11-10T10:00:00+02:00", "2026-11-09T14:00:00+02:00"]
	assert against["figures"]["totals"]["overdue"] == 1


def test_r5_11_another_route_credits_the_work_to_the_new_executor(files, tmp_path):
	requests, journal = files(
		[request("A")], [*sent("A"), ["A", "2026-11-09T11:00:00", "Accepted", "KP-VODOKANAL", "", ""]]
	)
	other = changed_policy(tmp_path / "new", "routes.csv", "WTR-01,,KP-VODOKANAL,1", "WTR-01,,ENT-GAZ,1")
	found = figures(requests, "--journal", journal, "--against", other)
	[changed] = found["against"]["changes"]["requests"]
	assert changed["changes"] == {"route": ["KP-VODOKANAL", "ENT-GAZ"]}
	assert [row["code"] for row in found["executors"]] == ["KP-VODOKANAL"]
	assert [row["code"] for row in found["against"]["figures"]["executors"]] == ["ENT-GAZ"]
	assert found["against"]["figures"]["executors"][0]["accepted_late"] == 1


def test_the_page_works_offline_and_tells_what_changed(tmp_path):
	new = changed_policy(
		tmp_path / "new",
		"request_types.csv",
		"ordinary,Звичайна,3,2,Hours,5,",
		"ordinary,Звичайна,3,2,Hours,3,",
	)
	page = tmp_path / "page.html"
	call("rehearse", DEMO, "--against", new, "--html", page)
	text = page.read_text(encoding="utf-8")
	body = re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", text)
	assert not re.search(
		r"(?:src|href)\s*=|url\(|@import", body + "".join(re.findall(r"(?s)<style.*?</style>", text))
	)
	assert not re.search(r"<script[^>]+src", text)
	assert "Що зміниться" in body and "Як це пораховано" in body
	data = json.loads(re.search(r'(?s)<script type="application/json" id="data">(.*?)</script>', text)[1])
	assert sum(row["received"] for row in data["days"]) == 570


def test_what_a_citizen_wrote_is_text_on_the_page_and_no_markup(files, tmp_path):
	requests, _journal = files(
		[request("A", street="<img src=x onerror=alert(1)>"), request("B", entry="</script><b>x")]
	)
	page = tmp_path / "page.html"
	call("rehearse", requests, "--html", page)
	text = page.read_text(encoding="utf-8")
	assert "<img src=x" not in text
	assert "</script><b>" not in text


def test_both_languages(files):
	requests, _journal = files([request("A"), request("B", street="вул. Хрещатик")])
	assert "невідома вулиця «вул. Хрещатик»" in call("rehearse", requests).stdout
	assert "unknown street “вул. Хрещатик”" in call("rehearse", requests, "--lang", "en").stdout


def test_all_refused_lines_can_be_had_as_a_file(tmp_path):
	target = tmp_path / "refused.csv"
	call("rehearse", DEMO, "--refused", target)
	with target.open(encoding="utf-8-sig", newline="") as source:
		rows = list(csv.DictReader(source, delimiter=";"))
	assert len(rows) == 17
	assert not any(row["reason"].startswith(("=", "+", "-", "@")) for row in rows)


def test_what_cannot_be_read_is_said_with_its_place(files, tmp_path):
	requests, _journal = files([request("A")])
	broken = changed_policy(tmp_path / "new", "routes.csv", "WTR-01,,KP-VODOKANAL,1", "WTR-01,,KP-NOBODY,1")
	assert re.search(
		r"routes\.csv:\d+: .*KP-NOBODY", call("rehearse", requests, "--against", broken, code=2).output
	)
	(tmp_path / "empty.csv").write_text("")
	assert "порожній" in call("rehearse", tmp_path / "empty.csv", code=2).output
	assert "open311" in call("rehearse", requests, "--mapping", "nothing", code=2).output


def test_no_part_of_it_needs_the_framework(tmp_path):
	"""The command starts where there is no frappe to import."""
	shutil.copytree(
		ROOT / "contact_center", tmp_path / "contact_center", ignore=shutil.ignore_patterns("__pycache__")
	)
	(tmp_path / "frappe.py").write_text("raise ImportError('no framework here')")
	command = [sys.executable, "-B", "-m", "contact_center.rehearsal", "rehearse", str(DEMO), "--json"]
	done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
	assert done.returncode == 0, done.stderr
	assert json.loads(done.stdout)["lines"] == 593
