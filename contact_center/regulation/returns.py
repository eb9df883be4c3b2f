"""Why a result is returned for rework: grounds that are ticked, each with the files that it is about (R6.3.3)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from contact_center.regulation.problems import ProblemError, ProblemKind


@dataclass(frozen=True)
class ReturnMark:
	"""A ground that was ticked. `files`: the evidence that it is about, as (task, address); none where it is about none."""

	ground: str
	files: tuple[tuple[str, str], ...] = ()


def marks_of(
	ticked: Iterable[tuple[str, Iterable[str]]],
	in_use: Collection[str],
	evidence: Mapping[str, Collection[str]],
	disputed_ground: str | None = None,
	is_disputed: bool = False,
) -> tuple[ReturnMark, ...]:
	"""Return the marks of a return; `ticked` are (ground, addresses of files), a ground that is ticked twice is one mark.

	`evidence` names the tasks of each file of the request's results, `disputed_ground` what a return has anyway because
	the applicant did not confirm: None where it is not in use, and a return `is_disputed` then goes on without it. Raise
	ProblemError without a ground while one is in use, for one that is not, and for a file that is no evidence of the
	request.
	"""
	found: dict[str, dict[str, Collection[str]]] = {}
	for ground, files in ticked:
		if ground not in in_use:
			raise ProblemError(ProblemKind.RETURN_GROUND_NOT_IN_USE, ground)
		found.setdefault(ground, {}).update({file: _tasks_of(file, evidence) for file in files})
	if disputed_ground:
		found.setdefault(disputed_ground, {})
	if not found and in_use and not is_disputed:
		raise ProblemError(ProblemKind.RETURN_GROUND_NEEDED)
	return tuple(
		ReturnMark(ground, tuple((task, file) for file, tasks in files.items() for task in tasks))
		for ground, files in found.items()
	)


def written_grounds(marks: Iterable[ReturnMark]) -> str:
	"""Return the grounds of a return as the journal keeps them: JSON, "" for none."""
	rows = [{"ground": mark.ground, "files": [list(each) for each in mark.files]} for mark in marks]
	return json.dumps(rows, ensure_ascii=False) if rows else ""


def read_grounds(text: str | None) -> tuple[ReturnMark, ...]:
	"""Return the grounds that `written_grounds` wrote."""
	rows = json.loads(text) if text else ()
	return tuple(
		ReturnMark(row["ground"], tuple((task, file) for task, file in row["files"])) for row in rows
	)


def _tasks_of(file: str, evidence: Mapping[str, Collection[str]]) -> Collection[str]:
	if file not in evidence:
		raise ProblemError(ProblemKind.NO_SUCH_EVIDENCE, file.rsplit("/", 1)[-1])
	return evidence[file]


def for_task(marks: Iterable[ReturnMark], task: str) -> tuple[ReturnMark, ...]:
	"""Return what the executor of `task` is told: grounds about its own files, and those that are about no file."""
	own = [
		(mark, ReturnMark(mark.ground, tuple(each for each in mark.files if each[0] == task)))
		for mark in marks
	]
	return tuple(seen for mark, seen in own if seen.files or not mark.files)
