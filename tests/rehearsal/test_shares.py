"""A simulation with shares of returns, grounds and new terms: stated in a file, or learned from a history."""

import csv
import json

import pytest
from generated_history import write_history
from rehearsal_kit import DEMO, call, policy

from contact_center.rehearsal.reading.orders import DEMO_POLICY

GROUNDS = "event,ground,share,days\nReturned,,0.5,\nReturned,Скан не читається,0.75,\nReturned,Акт,0.25,\n"
TERMS = "event,share,days\nTerm Asked,0.2,\nExtended,1,30\n"


def rehearsed(*args):
	done = call("rehearse", *args, "--json")
	assert done.exit_code == 0, done.output
	return json.loads(done.stdout)


@pytest.fixture
def assumed(tmp_path):
	def write(text, name="assumed"):
		folder = tmp_path / name
		folder.mkdir()
		(folder / "simulation_shares.csv").write_text(text, encoding="utf-8")
		return folder

	return write


def simulated(folder, *more):
	return rehearsed(DEMO, "--policy", DEMO_POLICY, "--policy", folder, *more)


def test_without_shares_of_its_own_a_city_is_simulated_as_ever(assumed):
	"""One work of 25 comes back, for no ground, and nobody asks for a new term."""
	found = rehearsed(DEMO)
	assert found["totals"]["terms_asked"] == 0
	assert {row["ground"] for row in found["grounds"]} == {""}
	assert simulated(assumed("event,share\n"))["totals"] == found["totals"]


def test_r6_3_3_returns_have_the_grounds_of_the_shares(assumed):
	found = simulated(assumed(GROUNDS))
	returns = {row["ground"]: row["returns"] for row in found["grounds"]}
	assert 0.4 < found["totals"]["returns"] / found["totals"]["finished"] < 0.6
	assert set(returns) == {"Скан не читається", "Акт"}
	assert 2 < returns["Скан не читається"] / returns["Акт"] < 4.5
	assert simulated(assumed(GROUNDS, "again"))["grounds"] == found["grounds"]


def test_r6_2_2_those_who_would_be_late_ask_for_a_new_term(assumed):
	"""Agreed to in time, it is kept; the first term is not, whatever was agreed (R4.8)."""
	until = ("--until", "2027-06-01")
	before, totals = rehearsed(DEMO, *until)["totals"], simulated(assumed(TERMS), *until)["totals"]
	assert totals["terms_asked"] > 20
	assert totals["extensions"] + totals["terms_waiting"] <= totals["terms_asked"]
	assert totals["terms_refused"] == totals["terms_other_day"] == 0
	assert totals["overdue"] < before["overdue"] / 2
	assert totals["first_broken"] == pytest.approx(before["first_broken"], abs=2)


def test_r6_2_2_what_is_not_agreed_is_refused(assumed):
	totals = simulated(assumed(TERMS.replace("Extended,1", "Extended,0")))["totals"]
	assert totals["extensions"] == 0 < totals["terms_refused"]


def test_r7_7_a_share_of_what_is_closed_is_opened_again(assumed):
	file = assumed("event,share,days\nReopened,0.3,2\n")
	totals = simulated(file, "--until", "2027-06-01")["totals"]
	assert 0.2 < totals["reopened"] / totals["requests"] < 0.4
	assert totals["finished"] == totals["requests"]


def test_r7_3_so_many_inspections_are_to_be_gone_to(assumed):
	"""They change nothing else."""
	found = simulated(assumed("event,share,days\nInspection Called,0.25,3\n"), "--until", "2027-06-01")[
		"totals"
	]
	assert 0.15 < found["inspections"] / found["requests"] < 0.35
	assert found["inspections_held"] == found["inspections"]
	before = rehearsed(DEMO, "--until", "2027-06-01")["totals"]
	assert {name: found[name] for name in before if "inspections" not in name} == {
		name: before[name] for name in before if "inspections" not in name
	}


def test_the_shares_of_a_history_make_a_simulation_like_it(tmp_path):
	requests, journal = write_history(tmp_path / "history", policy(), 5_000)
	folder = tmp_path / "learned"
	folder.mkdir()
	file = folder / "simulation_shares.csv"
	history = rehearsed(requests, "--journal", journal, "--shares", file)["totals"]
	found = rehearsed(requests, "--policy", DEMO_POLICY, "--policy", folder)["totals"]
	rows = {row["event"]: float(row["share"]) for row in read(file)}
	assert rows["Extended"] == pytest.approx(history["extensions"] / history["terms_asked"], abs=0.001)
	assert 0.5 < found["terms_asked"] / history["terms_asked"] < 2
	assert 0.5 < found["returns"] / history["returns"] < 2


def read(path):
	with path.open(encoding="utf-8-sig", newline="") as source:
		return list(csv.DictReader(source, delimiter=";"))


def test_grounds_are_learned_with_their_shares(tmp_path):
	journal, file = tmp_path / "journal.csv", tmp_path / "simulation_shares.csv"
	requests = tmp_path / "requests.csv"
	requests.write_text(
		"number,moment,channel,applicant,phone,street,building,classifier,description\n"
		"A,2026-11-09T10:00,Phone,,,вул. Надії,8,WTR-02,Слабкий напір\n",
		encoding="utf-8",
	)
	lines = ["2026-11-09T10:00,Registered,,", "2026-11-09T10:00,Sent,KP-VODOKANAL,"]
	for day, ground in ((10, "Акт"), (11, "Скан"), (12, "Акт"), (13, "")):
		lines += [f"2026-11-{day}T10:00,Executed,KP-VODOKANAL,", f"2026-11-{day}T12:00,Returned,,{ground}"]
	lines += [
		"2026-11-16T10:00,Executed,KP-VODOKANAL,",
		"2026-11-16T12:00,Closed,,",
		"2026-11-20T12:00,Reopened,,",
	]
	lines += ["2026-11-21T12:00,Inspection Called,KP-VODOKANAL,", "2026-11-23T12:00,Inspection Held,,"]
	text = "".join(f"A,{line}\n" for line in lines)
	journal.write_text(f"request,moment,kind,executor,grounds\n{text}", encoding="utf-8")
	done = call("rehearse", requests, "--journal", journal, "--until", "2026-11-24", "--shares", file)
	assert done.exit_code == 0, done.stderr
	grounds = {row["ground"]: row["share"] for row in read(file) if row["ground"]}
	assert grounds == {"Акт": "0.5", "Скан": "0.25"}
	found = {row["event"]: (row["share"], row["days"]) for row in read(file) if not row["ground"]}
	assert (found["Reopened"], found["Inspection Called"]) == (("1.0", "4.0"), ("1.0", "2.0"))


def test_nothing_is_learned_of_a_simulation(tmp_path):
	done = call("rehearse", DEMO, "--shares", tmp_path / "simulation_shares.csv")
	assert done.exit_code == 2
	assert "--shares потребує того, що було насправді" in done.stderr
	assert not (tmp_path / "simulation_shares.csv").exists()


WRONG = [
	("event,share\nClosed,0.5\n", "2: event:"),
	("event,share\nReturned,1.5\n", "2: share: «1.5» – це забагато: можна не більше 1"),
	("event,share\nReturned,-1\n", "2: share: має бути нуль або більше"),
	("event,share\nReturned,nan\n", "2: share:"),
	("event,share,ground\nReturned,0.5,Акт\nReturned,0.1,Акт\n", "3: ground: «Акт» є двічі"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_shares_that_cannot_be(assumed, text, words):
	folder = assumed(text)
	for command in (["check", folder], ["rehearse", DEMO, "--policy", DEMO_POLICY, "--policy", folder]):
		done = call(*command)
		assert done.exit_code == 2
		assert f"simulation_shares.csv:{words}" in done.stderr
