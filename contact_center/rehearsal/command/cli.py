"""The command `contact-center`: a policy tried, checked and reckoned with, without a site."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from contact_center.reading.policy_files import (
	COLUMNS,
	DEFAULT_POLICY,
	is_policy,
	policy_faults,
)
from contact_center.rehearsal.checking.checks import check
from contact_center.rehearsal.checking.policy_book import ERROR, Finding
from contact_center.rehearsal.command.failures import fail, fail_in_one_line
from contact_center.rehearsal.command.options import (
	FILE,
	FOLDER,
	OUT,
	WHEN,
	Commands,
	Number,
	Place,
	TimeOfDay,
	Whole,
	city_zone,
	language,
	policies,
)
from contact_center.rehearsal.command.targets import need_room, targets_of
from contact_center.rehearsal.drafting.drafts import draft
from contact_center.rehearsal.drafting.guessing import guessed
from contact_center.rehearsal.engine.rehearse import rehearse
from contact_center.rehearsal.forecast.calls import Service, arrivals_of, forecast
from contact_center.rehearsal.reading.assumptions import FILES
from contact_center.rehearsal.reading.mappings import Mapping, load_mapping, shipped
from contact_center.rehearsal.reading.orders import DEMO_POLICY, Order, fits, fits_ours, opened
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.telling import console
from contact_center.rehearsal.telling.draft_words import DRAFT_README, GUESSED, draft_readme
from contact_center.rehearsal.telling.policy_words import overlay, told_faults
from contact_center.rehearsal.telling.result import as_json
from contact_center.rehearsal.telling.texts import Speech


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
	"""The regulation of a contact centre, tried on paper."""


@main.command("rehearse")
@click.argument("requests", type=FILE)
@policies
@click.option("--journal", type=FILE, help="What really happened; without it the work is simulated.")
@click.option("--against", type=FOLDER, multiple=True, help="A changed policy over --policy, set beside it.")
@click.option(
	"--mapping", default="", help="How the files name things: a .toml file, open311 or ukrainian_register."
)
@click.option(
	"--until",
	type=WHEN,
	help="As of this moment (city time; a date alone is its 00:00); default: the last one known.",
)
@click.option("--time", type=TimeOfDay(), default=None, help="Time of day of dates that have none.")
@city_zone
@click.option("--seed", default=1520, show_default=True, type=Whole(min=0), help="Of the simulation.")
@click.option("--html", type=OUT, help="Write a page with charts; it works offline.")
@click.option("--refused", type=OUT, help="Write every refused line with its reason, as CSV.")
@click.option("--changes", type=OUT, help="Write every request that --against changes, as CSV.")
@click.option("--fates", type=OUT, help="Write what became of every request, as CSV.")
@click.option("--shares", type=OUT, help="Write how often what happened, for a simulation, as CSV.")
@click.option("--json", "wants_json", is_flag=True, help="Print the figures as JSON instead.")
@language
def rehearse_command(
	requests: Path,
	policy: tuple[Path, ...],
	journal: Path | None,
	against: tuple[Path, ...],
	mapping: str,
	until: datetime | None,
	time: str | None,
	zone: str,
	seed: int,
	html: Path | None,
	refused: Path | None,
	changes: Path | None,
	fates: Path | None,
	shares: Path | None,
	wants_json: bool,
	lang: str,
) -> None:
	"""Say what the regulation would have said of REQUESTS, a CSV file.

	Exit code 0 whatever the lines of the file are like, but 1 where all are refused; 2 where the file, the policy or
	the mapping cannot be read.
	"""
	speech = Speech(lang)
	began = perf_counter()
	targets = targets_of(html, refused, changes, fates, shares)
	with ExitStack() as files:
		with fail_in_one_line(speech, requests, mapping, journal):
			_need_policies((*policy, *against), speech)
			if changes and not against:
				fail(speech.problem(RehearsalKind.CHANGES_OF_WHAT))
			need_room(targets, (requests, journal), speech)
			more = {"journal": journal, "against": against, "seed": seed}
			order = _order(requests, policy, mapping, zone, speech, until, **more)
			order = replace(order, mapping=order.mapping.with_time(time or ""))
			order = files.enter_context(opened(order))
			if shares and not order.has_journal:
				fail(speech.problem(RehearsalKind.SHARES_OF_WHAT))
			with console.progress(speech, _size(requests, journal)) as progress:
				outcome = rehearse(order, progress)
		if wants_json:
			_echo_json(as_json(outcome))
		else:
			console.show(outcome, speech, perf_counter() - began)
		for target in targets:
			target.write(outcome, speech, to_errors=wants_json)
	if outcome.is_all_refused:
		click.secho(speech("all_refused"), fg="red", err=True)
		sys.exit(1)


@main.command("check")
@click.argument("policy", type=FOLDER, nargs=-1)
@click.option("--strict", is_flag=True, help="Warnings fail as well.")
@language
def check_command(policy: tuple[Path, ...], strict: bool, lang: str) -> None:
	"""Lint POLICY directories, later ones over earlier ones; the demo city's by default.

	Prints file:line: for each finding. Exit code 1 where there is an error, 2 where it cannot be read.
	"""
	speech, dirs = Speech(lang), policy or (DEMO_POLICY,)
	with fail_in_one_line(speech):
		_need_policies(dirs, speech)
		faults = told_faults(policy_faults(DEFAULT_POLICY, *dirs), dirs, speech)
		if faults:
			fail(*faults)
		found = check(dirs)
	for hint in overlay(dirs, speech):
		click.echo(hint, err=True)
	errors = _show_findings(found, speech)
	sys.exit(1 if errors or (strict and found) else 0)


def _show_findings(found: list[Finding], speech: Speech) -> int:
	"""Print each with its place, then how many there are; returns how many are errors."""
	for each in found:
		click.echo(
			f"{each.file}:{each.line}: {speech(each.severity)}: {speech.problem(each.kind, each.values)}"
		)
	errors = sum(each.severity == ERROR for each in found)
	summary = speech("check_count", errors, len(found) - errors) if found else speech("check_clean")
	click.echo(summary, err=True)
	return errors


@main.command("draft-policy")
@click.argument("requests", type=FILE)
@click.option("--mapping", default="", help="How the file names things; guessed where it is not named.")
@click.option(
	"-o", "--output", "folder", type=Place("directory", exists=False), required=True, help="Folder to write."
)
@city_zone
@language
def draft_command(requests: Path, mapping: str, folder: Path, zone: str, lang: str) -> None:
	"""Write the policy that REQUESTS of another system show into a folder: a draft for a first rehearsal.

	Classifier, executors, districts, streets, the commonest routes, and types by how long the work took.
	"""
	speech = Speech(lang)
	with fail_in_one_line(speech, requests, mapping):
		if folder.is_dir() and any(folder.iterdir()):
			fail(speech.problem(RehearsalKind.NOT_EMPTY, (folder,)))
		mapping = _named_or_guessed(requests, mapping, folder, speech)
		try:
			with opened(_order(requests, (), mapping, zone, speech)) as order:
				found = draft(order)
			found.write(folder)
			(folder / DRAFT_README).write_text(
				draft_readme(found, requests, mapping, folder, speech), "utf-8"
			)
		except OSError:
			fail(speech.problem(RehearsalKind.CANNOT_WRITE, (folder,)))
	click.echo((folder / DRAFT_README).read_text("utf-8"))


def _named_or_guessed(requests: Path, mapping: str, folder: Path, speech: Speech) -> str:
	"""Return the mapping to use, "" for none: the one that is named, a shipped one, or one that is guessed and written."""
	if mapping or fits_ours(requests):
		return mapping
	fitting = next((name for name in shipped() if fits(requests, load_mapping(name))), "")
	if fitting:
		return fitting
	text = guessed(requests)
	if not text:
		fail(speech.problem(RehearsalKind.NOTHING_GUESSED, (requests,)))
	folder.mkdir(parents=True, exist_ok=True)
	(folder / GUESSED).write_text(text, encoding="utf-8")
	return str(folder / GUESSED)


@main.command("forecast")
@click.argument("requests", type=FILE)
@policies
@click.option("--mapping", default="", help="How the file names things, as for rehearse.")
@city_zone
@click.option("--channel", default="Phone", show_default=True, help="Channel to count; empty for all.")
@click.option(
	"--level",
	default=80.0,
	show_default=True,
	type=Number(1, 99.9),
	help="Per cent answered in time.",
)
@click.option("--within", default=20.0, show_default=True, type=Number(0, 3600), help="Seconds to answer in.")
@click.option(
	"--handling",
	default=240.0,
	show_default=True,
	type=Number(1, 36000),
	help="Seconds a call takes.",
)
@click.option(
	"--calls",
	default=3.0,
	show_default=True,
	type=Number(0.01, 1000),
	help="Calls for one request.",
)
@click.option(
	"--away",
	default=25.0,
	show_default=True,
	type=Number(0, 90),
	help="Per cent of paid time off the line.",
)
@click.option(
	"--backtest",
	"wants_back_test",
	is_flag=True,
	help="Say how far this forecast would have been out in the last year.",
)
@click.option("--json", "wants_json", is_flag=True, help="Print JSON instead.")
@language
def forecast_command(
	requests: Path,
	policy: tuple[Path, ...],
	mapping: str,
	zone: str,
	channel: str,
	level: float,
	within: float,
	handling: float,
	calls: float,
	away: float,
	wants_back_test: bool,
	wants_json: bool,
	lang: str,
) -> None:
	"""Calls to expect in each hour of the week, and operators needed (Erlang C), from REQUESTS, a CSV file."""
	speech = Speech(lang)
	with fail_in_one_line(speech, requests, mapping):
		_need_policies(policy, speech)
		order = _order(requests, policy, mapping, zone, speech)
		with opened(replace(order, mapping=order.mapping.at_midnight())) as order:
			arrived = arrivals_of(order, channel)
		service = Service(level / 100, within, handling, calls, away / 100)
		found = forecast(arrived.at, arrived.zone, service, arrived.calendar, wants_back_test)
	counted = {
		"requests": len(arrived.at),
		"channels": +arrived.channels,
		"refused": arrived.refused,
		"lines": arrived.lines,
		"accepted": arrived.accepted,
		"counted_though_refused": arrived.doubtful,
	}
	if wants_json:
		_echo_json({**found, **counted})
	else:
		console.show_forecast(found, arrived, channel, speech)


def _need_policies(folders: Iterable[Path], speech: Speech) -> None:
	"""Fail for a folder without any file of a policy: it is a slip of the pen."""
	for folder in folders:
		if not is_policy(folder) and not any((folder / name).is_file() for name in FILES):
			fail(speech.problem(RehearsalKind.NO_POLICY, (folder, *COLUMNS)))


def _order(
	requests: Path,
	policy: tuple[Path, ...],
	mapping: str,
	zone: str,
	speech: Speech,
	until: datetime | None = None,
	**more: Any,
) -> Order:
	"""Make the order of a command, with the demo city's policy where none is named; `more` are fields of `Order`."""
	here = _zone(zone, speech)
	how = load_mapping(mapping) if mapping else Mapping()
	moment = until and until.replace(tzinfo=here)
	return Order(requests, policy=policy or (DEMO_POLICY,), mapping=how, until=moment, zone=here, **more)


def _zone(name: str, speech: Speech) -> ZoneInfo:
	try:
		return ZoneInfo(name)
	except (ZoneInfoNotFoundError, ValueError, OSError):
		fail(speech.problem(RehearsalKind.UNKNOWN_ZONE, (name,)))


def _echo_json(found: dict[str, Any]) -> None:
	click.echo(json.dumps(found, ensure_ascii=False, indent=1))


def _size(*files: Path | None) -> int:
	return sum(file.stat().st_size for file in files if file)
