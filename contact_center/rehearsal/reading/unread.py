"""Files beside a policy that nobody reads: mostly a name that is a letter off."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from contact_center.reading.policy_files import COLUMNS
from contact_center.rehearsal.reading.assumptions import EXECUTORS_FILE, TYPES_FILE

READ = frozenset({*COLUMNS, TYPES_FILE, EXECUTORS_FILE})


def unread_files(folders: Iterable[Path]) -> tuple[Path, ...]:
	"""CSV files of the folders that are no part of a policy, by name."""
	found = (file for folder in folders for file in sorted(folder.iterdir()) if file.is_file())
	return tuple(file for file in found if file.suffix.casefold() == ".csv" and file.name not in READ)
