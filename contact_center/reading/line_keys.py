"""The key of a line of a file of requests: by what it says, so that a file that a spreadsheet wrote anew is the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from contact_center.reading.csv_lines import COLUMNS, NO_TEXT
from contact_center.reading.folding import fold, words_of
from contact_center.reading.phones import read_phone
from contact_center.reading.policy_files import KYIV
from contact_center.reading.spreadsheets import OPENS_FORMULA
from contact_center.reading.written_moments import read_moment
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.moments import utc
from contact_center.regulation.problems import ProblemError

Made = TypeVar("Made")
LENGTH, SPELLED_LENGTH = 60, 64
"""Digits of a key by meaning, and of one by spelling: so the two are told apart."""


def line_key(cells: Mapping[str, str], channels: Mapping[str, str], zone: ZoneInfo = KYIV) -> str:
	"""Return what a line means as LENGTH hexadecimal digits: moment, channel, contact, address, entry and text, however written.

	A moment counts to the minute: a spreadsheet shows no seconds, and saves what it shows. What cannot be read counts
	as it is written. `channels` are ours by the names that they may have, in small letters.
	"""
	building, flat = _read(lambda: parse_place(cells["building"], cells.get("flat", "")), ("", ""))
	said = (
		_read(lambda: _minute(cells["moment"], zone), "") or _plain(cells["moment"]),
		channels.get(cells["channel"].casefold(), fold(cells["channel"])),
		fold(cells["applicant"]),
		_read(lambda: "|".join(read_phone(cells["phone"])), "") or _plain(cells["phone"]),
		cells.get("email", "").casefold(),
		" ".join(words_of(cells["street"])),
		fold(building or cells["building"]),
		fold(flat or cells.get("flat", "")),
		fold(cells["classifier"]),
		fold(cells["description"]),
	)
	return hashlib.sha256("\x1e".join(said).encode()).hexdigest()[:LENGTH]


def spelled_key(cells: Mapping[str, str]) -> str:
	"""Return the SPELLED_LENGTH digits under which sites kept lines until keys went by meaning: the same for any order of columns and blanks."""
	said = "\x1f".join(_keyed(column, _plain(cells[column])) for column in COLUMNS)
	return hashlib.sha256(said.encode()).hexdigest()


def _keyed(column: str, text: str) -> str:
	"""As lines were stored until formulas were made harmless on their way out: their keys must stay."""
	return f"’{text}" if column not in NO_TEXT and text.startswith(OPENS_FORMULA) else text


def _plain(text: str) -> str:
	return " ".join(text.split())


def _minute(text: str, zone: ZoneInfo) -> str:
	moment: datetime = utc(read_moment(text, zone))
	return moment.isoformat(timespec="minutes")


def _read(read: Callable[[], Made], empty: Made) -> Made:
	try:
		return read()
	except ProblemError:
		return empty
