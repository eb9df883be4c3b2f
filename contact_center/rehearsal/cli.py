"""The command `contact-center`: a policy tried, checked and reckoned with, without a site."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from contact_center.regulation.csv_lines import UnreadableFile
from contact_center.regulation.policy_files import PolicyError
from contact_center.rehearsal import console, page
from contact_center.rehearsal.checks import ERROR, check
from contact_center.rehearsal.forecast import Service, forecast
from contact_center.rehearsal.mappings import Mapping, MappingError, load_mapping
from contact_center.rehearsal.rehearse import DEMO_POLICY, Order, moments_of, rehearse
from contact_center.rehearsal.result import as_json, write_refused
from contact_center.rehearsal.texts import LANGUAGES, Speech

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
OUT = click.Path(path_type=Path, dir_okay=False)
WHEN = ["%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
FAILED = 2

language = click.option(
	"--lang", type=click.Choice(LANGUAGES), default="uk", help="Language of what is printed."
)
policies = click.option(
	"--policy",
	type=FOLDER,
	multiple=True,
	help="Policy files; later ones lie over earlier ones. Default: the demo city.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
	"--until", type=click.DateTime(WHEN), help="As of this moment (city time); default: the last one known."
)
@click.option("--zone", default="Europe/Kyiv", show_default=True, help="The city's time zone.")
@click.option("--seed", default=1520, show_default=True, help="Of the simulation.")
@click.option("--html", type=OUT, help="Write a page with charts; it works offline.")
@click.option("--refused", type=OUT, help="Write every refused line with its reason, as CSV.")
@click.option("--json", "wants_json", is_flag=True, help="Print the figures as JSON instead.")
@language
def rehearse_command(
	requests: Path,
	policy: tuple[Path, ...],
	journal: Path | None,
	against: tuple[Path, ...],
	mapping: str,
	until: datetime | None,
	zone: str,
	seed: int,
	html: Path | None,
	refused: Path | None,
	wants_json: bool,
	lang: str,
) -> None:
	"""Say what the regulation would have said of REQUESTS, a CSV file.

	Exit code 0 whatever the lines of the file are like; 2 where the file, the policy or the mapping cannot be read.
	"""
	speech = Speech(lang)
	began = time.perf_counter()
	try:
		how = load_mapping(mapping) if mapping else Mapping()
		here = ZoneInfo(zone)
		moment = until and until.replace(tzinfo=here)
		order = Order(requests, journal, policy or (DEMO_POLICY,), against, how, moment, seed, here)
		with console.progress(speech, _size(requests, journal)) as progress:
			outcome = rehearse(order, progress)
	except UnreadableFile as fault:
		_fail(f"{requests}: {speech(str(fault.kind), ', '.join(fault.names))}")
	except (PolicyError, MappingError, OSError, ZoneInfoNotFoundError) as fault:
		_fail(str(fault))
	if wants_json:
		click.echo(json.dumps(as_json(outcome), ensure_ascii=False, indent=1))
	else:
		console.show(outcome, speech, time.perf_counter() - began)
	if html:
		html.write_text(page.build(outcome, speech), encoding="utf-8")
		click.echo(speech("written", html), err=wants_json)
	if refused:
		write_refused(refused, outcome, speech)
		click.echo(speech("refused_written", refused), err=wants_json)


@main.command("check")
@click.argument("policy", type=FOLDER, nargs=-1)
@click.option("--strict", is_flag=True, help="Warnings fail as well.")
@language
def check_command(policy: tuple[Path, ...], strict: bool, lang: str) -> None:
	"""Lint POLICY directories, later ones over earlier ones; the demo city's by default.

	Prints file:line: for each finding. Exit code 1 where there is an error, 2 where it cannot be read.
	"""
	speech = Speech(lang)
	try:
		found = check(policy or (DEMO_POLICY,))
	except (PolicyError, OSError) as fault:
		_fail(str(fault))
	for each in found:
		click.echo(f"{each.file}:{each.line}: {speech(each.severity)}: {speech(each.key, *each.values)}")
	errors = sum(each.severity == ERROR for each in found)
	click.echo(
		speech("check_count", errors, len(found) - errors) if found else speech("check_clean"), err=True
	)
	sys.exit(1 if errors or (strict and found) else 0)


@main.command("forecast")
@click.argument("requests", type=FILE)
@policies
@click.option("--mapping", default="", help="How the file names things, as for rehearse.")
@click.option("--channel", default="Phone", show_default=True, help="Channel to count; empty for all.")
@click.option(
	"--level",
	default=80.0,
	show_default=True,
	type=click.FloatRange(1, 99.9),
	help="Per cent answered in time.",
)
@click.option(
	"--within", default=20.0, show_default=True, type=click.FloatRange(0, 3600), help="Seconds to answer in."
)
@click.option(
	"--handling",
	default=240.0,
	show_default=True,
	type=click.FloatRange(1, 36000),
	help="Seconds a call takes.",
)
@click.option(
	"--calls",
	default=3.0,
	show_default=True,
	type=click.FloatRange(0.01, 1000),
	help="Calls for one request.",
)
@click.option(
	"--away",
	default=25.0,
	show_default=True,
	type=click.FloatRange(0, 90),
	help="Per cent of paid time off the line.",
)
@click.option("--json", "wants_json", is_flag=True, help="Print JSON instead.")
@language
def forecast_command(
	requests: Path,
	policy: tuple[Path, ...],
	mapping: str,
	channel: str,
	level: float,
	within: float,
	handling: float,
	calls: float,
	away: float,
	wants_json: bool,
	lang: str,
) -> None:
	"""Calls to expect in each hour of the week, and operators needed (Erlang C), from REQUESTS, a CSV file."""
	speech = Speech(lang)
	try:
		how = load_mapping(mapping) if mapping else Mapping()
		at, zone = moments_of(Order(requests, policy=policy or (DEMO_POLICY,), mapping=how), channel)
	except UnreadableFile as fault:
		_fail(f"{requests}: {speech(str(fault.kind), ', '.join(fault.names))}")
	except (PolicyError, MappingError, OSError) as fault:
		_fail(str(fault))
	found = forecast(at, zone, Service(level / 100, within, handling, calls, away / 100))
	if wants_json:
		click.echo(json.dumps(found, ensure_ascii=False, indent=1))
	else:
		console.show_forecast(found, len(at), speech)


def _size(*files: Path | None) -> int:
	return sum(file.stat().st_size for file in files if file)


def _fail(message: str) -> None:
	click.secho(message, fg="red", err=True)
	sys.exit(FAILED)
