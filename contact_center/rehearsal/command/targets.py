"""The files that the command writes an outcome to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from os import W_OK, access
from pathlib import Path

import click

from contact_center.rehearsal.command.failures import fail
from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.telling import page
from contact_center.rehearsal.telling.result import (
	write_changes,
	write_fates,
	write_refused,
	write_shares,
)
from contact_center.rehearsal.telling.texts import Speech


@dataclass(frozen=True)
class Target:
	"""A file to write the outcome to, where one is wanted; `message` is the text that names it."""

	path: Path | None
	message: str
	how: Callable[[Path, Outcome, Speech], None]

	def write(self, outcome: Outcome, speech: Speech, to_errors: bool) -> None:
		if not self.path:
			return
		try:
			self.how(self.path, outcome, speech)
		except OSError:
			fail(speech.problem(RehearsalKind.CANNOT_WRITE, (self.path,)))
		click.echo(speech(self.message, self.path), err=to_errors)


def targets_of(
	html: Path | None,
	refused: Path | None,
	changes: Path | None,
	fates: Path | None,
	shares: Path | None,
) -> list[Target]:
	"""Return what may be written of an outcome."""
	return [
		Target(html, "written", _write_page),
		Target(refused, "refused_written", write_refused),
		Target(changes, "changes_written", write_changes),
		Target(fates, "fates_written", write_fates),
		Target(shares, "shares_written", write_shares),
	]


def _write_page(path: Path, outcome: Outcome, speech: Speech) -> None:
	path.write_text(page.build(outcome, speech), encoding="utf-8")


def need_room(targets: Iterable[Target], read: Iterable[Path | None], speech: Speech) -> None:
	"""Fail before the work begins where a target cannot be written, or is what is read."""
	sources = {path.resolve() for path in read if path}
	for path in (target.path for target in targets if target.path):
		if path.resolve() in sources:
			fail(speech.problem(RehearsalKind.OVERWRITES, (path,)))
		if not access(path if path.exists() else path.resolve().parent, W_OK):
			fail(speech.problem(RehearsalKind.CANNOT_WRITE, (path,)))
