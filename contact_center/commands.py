"""Define the commands `bench --site SITE contact-center …`, which only an administrator of the server can run."""

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
import frappe
from frappe.commands import get_site, pass_context

from contact_center.framework import job_imports
from contact_center.reading.spreadsheets import DELIMITER, ENCODING, harmless

SHOWN = 200
job_imports.before_forking(sys.argv)  # the one module of an app that `bench worker` imports itself


@click.group("contact-center")
def contact_center() -> None:
	"""City contact centre."""


@contact_center.command("import-requests")
@click.argument("file")
@click.option("--report", help="Write what was refused or neutralised to this CSV file.")
@click.option("--notify", is_flag=True, help="Send the messages of each request; by default none.")
@pass_context
def import_requests(context, file: str, report: str | None = None, notify: bool = False) -> None:
	"""Register the requests of a CSV FILE, each by the same act as a request by phone.

	A line that was imported before is skipped, so the same file may be given again.
	"""
	with frappe.init_site(get_site(context)):
		frappe.connect()
		try:
			_import(_found(file), _placed(report) if report else None, notify)
		finally:
			frappe.destroy()


def _import(path: Path, report: Path | None, notify: bool) -> None:
	from contact_center.imports import importing, request_files

	frappe.local.lang = frappe.db.get_single_value("System Settings", "language") or "en"
	try:
		sheet = request_files.open_sheet(path)
	except request_files.UnreadableFile as fault:
		_fail(f"{path}: {fault}")
	if sheet.ignored:
		click.echo(frappe._("Columns that are not used: {0}.").format(", ".join(sheet.ignored)))
	tally = _Tally(report)
	results = importing.import_lines(request_files.read(sheet), notify=notify)
	for result in _progress(results, sheet.lines):
		tally.add(result)
	tally.print()


def _found(file: str) -> Path:
	"""Return the file as a path: a relative one from the caller's folder, from `sites` or from the bench."""
	for place in (os.environ.get("PWD", "."), ".", ".."):
		path = Path(place, file)
		if path.is_file():
			return path.resolve()
	_fail(f"{file}: no such file")


def _placed(file: str) -> Path:
	return Path(os.environ.get("PWD", "."), file)


def _fail(message: str) -> None:
	click.secho(message, fg="red", err=True)
	sys.exit(1)


def _progress(results: Iterable, lines: int) -> Iterator:
	"""Yield the results and show progress: a bar on a terminal, else a number each thousand lines."""
	if sys.stderr.isatty():
		with click.progressbar(length=lines, file=sys.stderr) as bar:
			for result in results:
				bar.update(max(0, result.line - bar.pos))
				yield result
			bar.update(max(0, lines - bar.pos))
		return
	for count, result in enumerate(results, 1):
		if count % 1000 == 0:
			click.echo(count, err=True)
		yield result


class _Tally:
	"""Count the outcomes, collect the lines to show, and write the report file if one is wanted."""

	def __init__(self, report: Path | None):
		self.counts: Counter[str] = Counter()
		self.noted: list[str] = []
		self.unshown = 0
		self.file = report.open("w", encoding=ENCODING, newline="") if report else None
		self.writer = csv.writer(self.file, delimiter=DELIMITER) if self.file else None
		self._write("line", "outcome", "reason", "kind")

	def add(self, result) -> None:
		self.counts[result.outcome.value] += 1
		if result.outcome.value == "Refused":
			kind = str(result.problem.kind) if result.problem else ""
			self._note(result.line, "refused", result.text, kind)
		elif result.neutralised:
			self.counts["Neutralised"] += 1
			self._note(result.line, "neutralised", ", ".join(result.neutralised))

	def _note(self, line: int, outcome: str, text: str, kind: str = "") -> None:
		self._write(line, outcome, text, kind)
		word = frappe._("refused") if outcome == "refused" else frappe._("neutralised")
		if len(self.noted) < SHOWN:
			self.noted.append(frappe._("line {0}: {1}: {2}").format(line, word, text))
		else:
			self.unshown += 1

	def _write(self, *cells) -> None:
		if self.writer:
			self.writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in cells)

	def print(self) -> None:
		for line in self.noted:
			click.echo(line)
		if self.unshown:
			click.echo(
				frappe._("… and {0} more lines: name a file with --report to have them all.").format(
					self.unshown
				)
			)
		click.echo(
			frappe._("Registered {0}, already there {1}, refused {2}; neutralised {3}.").format(
				*(self.counts[name] for name in ("Registered", "Already There", "Refused", "Neutralised"))
			)
		)
		if self.file:
			self.file.close()


@contact_center.command("check-projection")
@click.option("--repair", is_flag=True, help="Write what the journal says; without it nothing is changed.")
@pass_context
def check_projection(context, repair: bool = False) -> None:
	"""Compare what requests and their tasks show with the fold of their journal; exit code 1 where they differ.

	A request whose journal lacks a line is named with it, and never repaired.
	"""
	with frappe.init_site(get_site(context)):
		frappe.connect()
		try:
			differing, lacking = _check_all(repair)
		finally:
			frappe.destroy()
	sys.exit(int(bool(lacking or (differing and not repair))))


def _check_all(repair: bool) -> tuple[int, int]:
	"""Print what differs from the journal and what journals lack; return how many fields and lines that are."""
	names = frappe.get_all("Request", pluck="name", order_by="creation")
	differing = lacking = 0
	with click.progressbar(names, file=sys.stderr) as bar:
		for name in bar:
			gaps, fields = _check_one(name, repair)
			differing, lacking = differing + fields, lacking + gaps
			frappe.db.commit()
	click.echo(frappe._("Requests checked: {0}, fields that differ: {1}.").format(len(names), differing))
	if lacking:
		click.echo(frappe._("Lines that journals lack: {0}.").format(lacking))
	return differing, lacking


def _check_one(name: str, repair: bool) -> tuple[int, int]:
	from contact_center.framework import deadlocks
	from contact_center.record import checking

	@deadlocks.repeated
	def repaired() -> list:
		done = checking.repair(name)
		frappe.db.commit()
		return done

	gaps, found = checking.examine(name)
	if found and repair:
		found = repaired()
	for gap in gaps:
		click.echo(_lacking(name, gap.kind, gap.task))
	for each in found:
		click.echo(f"{each.doctype} {each.name} {each.field}: {each.stored} -> {each.journal}")
	return len(gaps), len(found)


def _lacking(request: str, kind: str, task: str) -> str:
	from contact_center.words import journal_words

	said = frappe._("Request {0}: its journal lacks the line “{1}”.").format(
		request, journal_words.for_staff(kind)
	)
	if task:
		said += " " + frappe._("It is about task {0}.").format(task)
	return f"{said} " + frappe._("Bring it back from a backup; nothing is repaired here.")


@contact_center.command("export-policy")
@click.argument("folder")
@pass_context
def export_policy(context, folder: str) -> None:
	"""Write types, calendar, districts, streets, executors, classifier and routes into FOLDER as CSV."""
	from contact_center.policy import export

	_export(context, export.export_policy, folder)


@contact_center.command("export-history")
@click.argument("folder")
@pass_context
def export_history(context, folder: str) -> None:
	"""Write requests and their journal into FOLDER as CSV, without any applicant: what a rehearsal replays."""
	from contact_center.policy import export

	_export(context, export.export_history, folder)


def _export(context, export: Callable[[Path], list[Path]], folder: str) -> None:
	with frappe.init_site(get_site(context)):
		frappe.connect()
		try:
			for path in export(_placed(folder)):
				click.echo(path)
		finally:
			frappe.destroy()


@contact_center.command("learn-entries")
@click.option(
	"--measure",
	is_flag=True,
	help="Learn from the older requests alone, keep nothing, and show how right it is.",
)
@pass_context
def learn_entries(context, measure: bool = False) -> None:
	"""Learn from the site's requests which entries of the Classifier descriptions mean; exit code 1 where they are too few."""
	with frappe.init_site(get_site(context)):
		frappe.connect()
		try:
			frappe.local.lang = frappe.db.get_single_value("System Settings", "language") or "en"
			(_measure_entries if measure else _learn_entries)()
		finally:
			frappe.destroy()


def _learn_entries() -> None:
	from contact_center.intake import entry_learning
	from contact_center.reading.entry_model import OTHERS

	with _Bar() as bar:
		model = entry_learning.learn(bar.show)
	if model is None:
		_fail(frappe._("Too few registered requests to learn from."))
	size = entry_learning.path().stat().st_size / 1e6
	click.echo(
		frappe._("Learned from {0} requests: {1} entries, {2} MB.").format(
			model.learned_from, len(set(model.codes) - {OTHERS}), f"{size:.1f}"
		)
	)


def _measure_entries() -> None:
	from contact_center.intake import entry_learning

	with _Bar() as bar:
		report = entry_learning.measure(bar.show)
	if report is None:
		_fail(frappe._("Too few registered requests to learn from."))
	click.echo(
		frappe._("Learned from {0} requests in {1} s, {2} entries; asked about the {3} next ones.").format(
			report.learned_from, f"{report.seconds:.0f}", report.entries, report.asked
		)
	)
	for line in report.table():
		click.echo(line)


@contact_center.command("check-evidence")
@pass_context
def check_evidence(context) -> None:
	"""Check the files and texts of results that were reported before there were evidence checks, the oldest first.

	It may be stopped and called again: it goes on where it was.
	"""
	from contact_center.execution import evidence_checks

	with frappe.init_site(get_site(context)):
		frappe.connect()
		try:
			frappe.local.lang = frappe.db.get_single_value("System Settings", "language") or "en"
			with _Bar() as bar:
				done = evidence_checks.check_earlier(bar.show)
			click.echo(frappe._("Results checked: {0}.").format(done))
		finally:
			frappe.destroy()


class _Bar:
	"""Show what share of a work is done: a bar on a terminal, else a line each tenth."""

	def __init__(self):
		self.done, self.bar = 0, None

	def __enter__(self):
		if sys.stderr.isatty():
			self.bar = click.progressbar(length=100, file=sys.stderr)
			self.bar.__enter__()
		return self

	def __exit__(self, *fault):
		if self.bar:
			self.bar.__exit__(*fault)

	def show(self, share: float) -> None:
		done = int(share * 100)
		if self.bar:
			self.bar.update(done - self.done)
		elif done // 10 > self.done // 10:
			click.echo(f"{done} %", err=True)
		self.done = done


commands = [contact_center]
