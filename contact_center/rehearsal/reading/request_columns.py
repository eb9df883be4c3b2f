"""Requests of a file, read and looked up in the city as `request_lines` does it, a column at a time.

Every decision is that of the scalar functions, asked once for each distinct value. Names, phones and texts of
the applicants are not kept: nothing here depends on them once they are checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
import phonenumbers
import polars as pl

from contact_center.reading import csv_lines
from contact_center.reading import request_lines as rules
from contact_center.reading.csv_lines import neutralised_text, tidy
from contact_center.reading.phones import REGION
from contact_center.reading.request_lines import City
from contact_center.regulation import lengths
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.problems import BaseKind, ProblemError, ProblemKind
from contact_center.rehearsal.reading.columns import by_pair, by_value
from contact_center.rehearsal.reading.instants import NONE, moment, read_moments, seconds
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.tables import LINE, Table, Wanted

COLUMNS = ("number", *csv_lines.COLUMNS, "district")
CODES = ("channel", "email", "street", "building", "flat", "classifier", "district")
NOTHING, ODD, SURE = 0, 1, 2
# Texts that begin otherwise may turn out empty once they are made harmless.
_SURE_START = r"^[\pL\pN«\"“„(№]"
PROBLEMS: tuple[BaseKind, ...] = (*ProblemKind, RehearsalKind.REPEATED_NUMBER)
PROBLEM_CODE: dict[BaseKind, int] = {kind: code for code, kind in enumerate(PROBLEMS)}
FINE = -1
FILLED = ("district", "street", "building", "flat", "description", "phone")
CHANNELS = tuple(dict.fromkeys(rules.CHANNELS.values()))
_KINDS = (
	*("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
	*("personal_number", "voip", "pager", "uan", "voicemail"),
)
# «+38 (056) 440-15-20», «0564401520», «067 123 45 67»: digits in groups, nothing odd.
_USUAL = r"^(?:\+38 ?)?\(?0[0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}$"
_SEPARATORS = r"[^0-9]"


@dataclass
class Requests:
	"""A request a row. `at` in UTC seconds; `channel`, `street`, `district`, `entry` are places in the city's lists,
	`building` one among those that occur, -1 for none; `filled` has a bit for each of FILLED; `problem` is a place in PROBLEMS, FINE for none. `repeats` are
	lines with a number that another line has already: the number, and that line."""

	line: np.ndarray
	number: pl.Series
	at: np.ndarray
	channel: np.ndarray
	street: np.ndarray
	building: np.ndarray
	district: np.ndarray
	entry: np.ndarray
	filled: np.ndarray
	problem: np.ndarray
	repeats: dict[int, tuple[str, str]] = field(default_factory=dict)

	def __len__(self) -> int:
		return len(self.line)


def wanted(codes: Collection[str]) -> Wanted:
	"""Return what `read_table` is to read of requests; texts are kept where the classifier's cell is none of `codes`."""
	text, applicant, phone = pl.col("description"), pl.col("applicant"), pl.col("phone").str.strip_chars()
	coded = pl.col("classifier").str.strip_chars().is_in(sorted(codes)).fill_null(False)
	computed = {
		"text": _presence(text),
		"full_text": pl.when(~coded | (_presence(text) == ODD)).then(text),
		"name": _presence(applicant, LENGTHS["full_name"]),
		"odd_name": pl.when(_presence(applicant, LENGTHS["full_name"]) == ODD).then(applicant),
		"odd_phone": pl.when(~is_normal(phone)).then(phone),
		"has_phone": phone.str.len_bytes().fill_null(0) > 0,
	}
	return Wanted(COLUMNS, csv_lines.NEEDED, CODES, computed, dropped=("description", "applicant", "phone"))


def _presence(text: pl.Expr, most: int | None = None) -> pl.Expr:
	"""Texts of more than `most` characters are ODD too: they have to be looked at."""
	is_sure = text.str.contains(_SURE_START)
	is_sure = is_sure & (text.str.len_chars() <= most) if most else is_sure
	sure = pl.when(is_sure).then(SURE).otherwise(ODD)
	return pl.when(text.str.len_bytes().fill_null(0) == 0).then(NOTHING).otherwise(sure).cast(pl.Int8)


def read_requests(table: Table, city: City, until: int) -> Requests:
	"""Read the requests of a table with the columns of `wanted`; `until` (UTC seconds) is now."""
	return _Reader(table.frame, city, until).read()


def numbers_of(frame: pl.DataFrame) -> pl.Series:
	"""Return each request's own number, else its line of the file: behind a # where others have numbers, so that it is nobody's."""
	own = pl.col("number").str.strip_chars().replace("", None)
	sign = pl.when(own.is_not_null().any()).then(pl.lit("#")).otherwise(pl.lit(""))
	return frame.select(own.fill_null(sign + pl.col(LINE).cast(pl.String))).to_series()


class _Reader:
	"""Fills one column after the other; the first problem of a line stays its problem."""

	def __init__(self, frame: pl.DataFrame, city: City, until: int):
		self.frame, self.city, self.until = frame, city, until
		self.problem = np.full(len(frame), FINE, dtype=np.int64)
		self.streets = list(city.ranges)
		self.districts = list(city.districts)
		self.entries = list(city.entries)

	def read(self) -> Requests:
		"""Read in the order of `read_card`, which is the order in which problems are found."""
		at = self._moments()
		text = self._presence("text", "full_text")
		self._refuse(~text, ProblemKind.NO_TEXT)
		channel = self._look_up("channel", lambda text: CHANNELS.index(rules.channel_of(text, self.city)))
		street = self._look_up("street", self._street)
		entry = self._entries()
		phone, anonymous = self._contacts()
		flat = self._flats()
		building = self._buildings(flat)
		district = self._districts(street, building)
		present = (district >= 0, street >= 0, building >= 0, flat, text, phone | anonymous)
		filled = sum(each.astype(np.int64) << bit for bit, each in enumerate(present))
		line, number = self.frame[LINE], numbers_of(self.frame)
		places = (street, building, district, entry)
		return Requests(line.to_numpy(), number, at, channel, *places, filled, self.problem)

	def _refuse(self, which: np.ndarray, kind: ProblemKind) -> None:
		self.problem[which & (self.problem == FINE)] = PROBLEM_CODE[kind]

	def _moments(self) -> np.ndarray:
		at = read_moments(self.frame["moment"], self.city.zone)
		earliest = _year_begins(rules.EARLIEST_YEAR, self.city)
		doubtful = np.flatnonzero((at == NONE) | (at < earliest) | (at > self.until))
		now = moment(self.until, self.city.zone)
		for row in doubtful:
			text = tidy(self.frame["moment"][int(row)] or "")
			self.problem[row] = _problem(lambda text=text: seconds(rules.received(text, self.city.zone, now)))
		return at

	def _presence(self, kind: str, kept: str) -> np.ndarray:
		"""Return whether anything is left of a text once it is made harmless."""
		found = self.frame[kind].to_numpy() == SURE
		for row in np.flatnonzero(self.frame[kind].to_numpy() == ODD):
			found[row] = bool(neutralised_text(tidy(self.frame[kept][int(row)])))
		return found

	def _look_up(self, name: str, ask: Callable[[str], int], empty: str = "") -> np.ndarray:
		"""Ask about the cleaned text; below FINE where there is a problem with it."""

		def answer(text: str) -> int:
			return _answer(lambda: ask(neutralised_text(tidy(text))))

		found = by_value(self.frame[name], answer, answer(empty))
		return self._keep_problems(found)

	def _keep_problems(self, found: np.ndarray) -> np.ndarray:
		fresh = (found < FINE) & (self.problem == FINE)
		self.problem[fresh] = FINE - 1 - found[fresh]
		return np.maximum(found, FINE)

	def _street(self, text: str) -> int:
		street = rules.street_of(text, self.city)
		return self.streets.index(street) if street else FINE

	def _entries(self) -> np.ndarray:
		"""Find entries by the code where there is one, else text by text."""
		number = {code: place for place, code in enumerate(self.entries)}
		column = self.frame["classifier"]
		coded = by_value(column, lambda text: number.get(text.strip(), FINE), FINE)
		rows = np.flatnonzero(coded == FINE)
		texts = self.frame["full_text"][rows].fill_null("")
		for row, code, text in zip(rows, column[rows].cast(pl.String).fill_null(""), texts, strict=True):
			words = neutralised_text(tidy(code)), neutralised_text(tidy(text))
			coded[row] = _answer(lambda words=words: number[rules.entry_of(*words, self.city)])
		return self._keep_problems(coded)

	def _contacts(self) -> tuple[np.ndarray, np.ndarray]:
		"""Return who left a phone, and who said nothing of oneself (R5.7)."""
		name = self._presence("name", "odd_name")
		phone = self.frame["has_phone"].to_numpy().copy()
		email = self._present("email")
		self._look_up("email", lambda text: _asked(rules.contact_of("", "", text)))
		self._check_names()
		self._refuse(name & ~phone & ~email, ProblemKind.NO_CONTACT)
		self._check_phones()
		return phone, ~(name | phone | email)

	def _check_names(self) -> None:
		for row in np.flatnonzero(self.frame["name"].to_numpy() == ODD):
			name = neutralised_text(tidy(self.frame["odd_name"][int(row)]))
			if self.problem[row] == FINE:
				self.problem[row] = _problem(
					lambda name=name: _asked(lengths.check_length("full_name", name))
				)

	def _check_phones(self) -> None:
		odd = pl.col("odd_phone")
		asked = self.frame.select(pl.when(~is_surely_good(odd)).then(odd).cast(pl.Categorical)).to_series()
		self._keep_problems(by_value(asked, lambda text: _answer(lambda: _check_phone(tidy(text))), FINE))

	def _present(self, name: str) -> np.ndarray:
		return by_value(self.frame[name], lambda text: int(bool(neutralised_text(tidy(text)))), 0) == 1

	def _flats(self) -> np.ndarray:
		return self._look_up("flat", lambda text: int(bool(parse_place("", text)[1]))) == 1

	def _buildings(self, flat: np.ndarray) -> np.ndarray:
		"""Return the buildings; `flat` gets true as well where the flat is written behind the building."""
		self.buildings: dict[str, int] = {}

		def number(text: str) -> int:
			building, _flat = parse_place(text, "")
			return self.buildings.setdefault(building, len(self.buildings)) if building else FINE

		found = self._look_up("building", number)
		with_flat = by_value(self.frame["building"], lambda text: int(_names_flat(text)), 0) == 1
		for row in np.flatnonzero(with_flat & flat & (self.problem == FINE)):
			place = [neutralised_text(tidy(self.frame[name][int(row)])) for name in ("building", "flat")]
			self.problem[row] = _problem(lambda place=place: _asked(parse_place(*place)))
		flat |= with_flat
		return found

	def _districts(self, street: np.ndarray, building: np.ndarray) -> np.ndarray:
		number = {code: place for place, code in enumerate(self.districts)}
		buildings = list(self.buildings)

		def of_address(street: int, building: int) -> int:
			named = self.streets[street] if street >= 0 else None
			written = buildings[building] if building >= 0 else ""
			return number.get(rules.place_of(named, written, "", self.city), FINE)

		found = by_pair(street, building, of_address)
		named = by_value(self.frame["district"], lambda text: self._named(text, number), FINE)
		return np.where(found >= 0, found, self._keep_problems(np.where(found >= 0, FINE, named)))

	def _named(self, text: str, number: dict[str, int]) -> int:
		return _answer(
			lambda: number.get(rules.place_of(None, "", neutralised_text(tidy(text)), self.city), FINE)
		)


def _answer(ask: Callable[[], int]) -> int:
	"""Ask, and return a problem as a number below FINE."""
	try:
		return ask()
	except ProblemError as error:
		return FINE - 1 - PROBLEM_CODE[error.kind]


def _problem(ask: Callable[[], int]) -> int:
	found = _answer(ask)
	return FINE - 1 - found if found < FINE else FINE


def _names_flat(text: str) -> bool:
	"""Return whether a flat is written behind the building."""
	try:
		return bool(parse_place(neutralised_text(tidy(text)), "")[1])
	except ProblemError:
		return False


def _asked(_found: object) -> int:
	return FINE


def _check_phone(text: str) -> int:
	return _asked(rules.contact_of("", text, ""))


def _year_begins(year: int, city: City) -> int:
	return seconds(rules.received(f"{year}-01-01T00:00:00", city.zone, moment(1 << 33, city.zone)))


def _national_pattern() -> str:
	metadata = phonenumbers.PhoneMetadata.metadata_for_region(REGION)
	kinds = [getattr(metadata, kind) for kind in _KINDS]
	patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
	return f"(?:{'|'.join(patterns)})"


def is_normal(phone: pl.Expr) -> pl.Expr:
	"""Find good numbers in their normal form, +380…"""
	return phone.str.contains(rf"^\+380{_national_pattern()}$").fill_null(False)


def is_surely_good(phone: pl.Expr) -> pl.Expr:
	"""Find numbers that are usual and good; of the others `contact_of` has to be asked."""
	digits = phone.str.replace_all(_SEPARATORS, "").str.tail(9)
	return (phone.str.contains(_USUAL) & digits.str.contains(f"^{_national_pattern()}$")).fill_null(False)
