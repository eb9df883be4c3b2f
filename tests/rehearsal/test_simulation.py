"""Without a journal: seeded work of crews with hours and queues by urgency."""

import csv
import json
from datetime import datetime, timezone

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, city, policy

from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.engine.simulation import Simulation
from contact_center.rehearsal.engine.trial import try_out
from contact_center.rehearsal.reading import request_columns
from contact_center.rehearsal.reading.assumptions import load_assumptions
from contact_center.rehearsal.reading.instants import NONE, seconds
from contact_center.rehearsal.reading.orders import DEMO_POLICY
from contact_center.rehearsal.reading.tables import read_table

NOW = datetime(2026, 11, 22, 10, tzinfo=timezone.utc)

HEADER = "moment,channel,applicant,phone,street,building,classifier,description".split(",")


def rehearsed(*args):
	done = CliRunner().invoke(main, ["rehearse", *map(str, args), "--json"])
	assert done.exit_code == 0, done.output
	return json.loads(done.stdout)


def policy_with(folder, crews):
	folder.mkdir()
	(folder / "simulation_executors.csv").write_text(f"executor,crews,duty_crews\n*,{crews},{crews}\n")
	return folder


def test_the_same_seed_gives_the_same_history_and_another_gives_another():
	first, again, other = (rehearsed(DEMO, "--seed", seed) for seed in (1520, 1520, 7))
	assert first == again
	assert first["days"] != other["days"]


def test_more_crews_break_fewer_terms(tmp_path):
	few, many = (policy_with(tmp_path / str(crews), crews) for crews in (1, 8))
	found = rehearsed(DEMO, "--against", few)
	assert (
		rehearsed(DEMO, "--against", many)["against"]["figures"]["totals"]["overdue"]
		<= found["totals"]["overdue"]
	)
	assert found["against"]["figures"]["totals"]["overdue"] >= found["totals"]["overdue"]


def test_no_crew_at_all_does_nothing(tmp_path):
	none = rehearsed(DEMO, "--against", policy_with(tmp_path / "none", 0))["against"]["figures"]
	assert set(none["stages"]) == {"Registered"}


@pytest.mark.parametrize(("hour", "accepted"), [("02:00", True), ("10:00", True)])
def test_r4_1_an_emergency_is_taken_up_at_night_too(tmp_path, hour, accepted):
	path = tmp_path / "requests.csv"
	row = [f"2026-11-08 {hour}", "Phone", "", "", "вул. Надії", "8", "WTR-01", "Немає води"]
	with path.open("w", encoding="utf-8", newline="") as target:
		csv.writer(target).writerows([HEADER, row])
	found = rehearsed(path, "--until", "2026-11-09 02:00")
	assert (found["totals"]["accepted_late"] == 0) is accepted


def test_an_ordinary_matter_waits_for_monday(tmp_path):
	"""Registered on a Saturday: accepted when work begins, so too late for two hours (R7.1)."""
	path = tmp_path / "requests.csv"
	row = ["2026-11-07 10:00", "Phone", "", "", "вул. Надії", "8", "WTR-02", "Слабкий напір"]
	with path.open("w", encoding="utf-8", newline="") as target:
		csv.writer(target).writerows([HEADER, row])
	assert rehearsed(path, "--until", "2026-11-09 08:00")["stages"] == {"Registered": 1}
	assert rehearsed(path, "--until", "2026-11-11 17:00")["totals"]["accepted_late"] == 1


def test_whoever_comes_in_when_all_is_closed_is_taken_up_and_not_before():
	"""Every line of a simulated journal is followed, also those about requests of the night and the weekend."""
	simulation = Simulation(policy(), load_assumptions(), list(policy().executors), seconds(NOW))
	table = read_table(DEMO, request_columns.wanted(frozenset(city().entries)))
	requests = request_columns.read_requests(table, city(), seconds(NOW))
	trial = try_out(policy(), requests, simulation, list(policy().executors), seconds(NOW))
	assert len(trial.fates.refused) == 0
	tasks = trial.fates.tasks
	accepted = tasks["accepted_at"] != NONE
	assert (tasks["accepted_at"][accepted] > tasks["sent_at"][accepted]).all()


PACES = "request_type,accept_median_minutes,accept_spread,work_median_minutes,work_spread,round_the_clock\n"
ASSUMED = [
	("executors", "executor,crews,duty_crews\n*,2,1\n*,3,1\n", "3: executor: «*» є двічі"),
	("executors", "executor,crews,duty_crews\n*,-3,1\n", "2: crews: має бути нуль або більше, а не «-3»"),
	("types", f"{PACES}sos,5,1,30,1,1\nsos,6,1,30,1,1\n", "3: request_type: «sos» є двічі"),
	("types", f"{PACES}*,5,1,30,20,1\n", "2: work_spread: «20» – це забагато: можна не більше 4"),
	("types", f"{PACES}*,5,1,nan,1,1\n", "2: work_median_minutes: має бути більше нуля, а не «nan»"),
]


@pytest.mark.parametrize(("which", "text", "words"), ASSUMED)
def test_assumptions_that_cannot_be(tmp_path, which, text, words):
	file = tmp_path / f"simulation_{which}.csv"
	file.write_text(text)
	for command in (["check"], ["rehearse", str(DEMO), "--policy", str(DEMO_POLICY), "--policy"]):
		done = CliRunner().invoke(main, [*command, str(tmp_path)])
		assert done.exit_code == 2
		assert done.output == f"{file}:{words}\n"
