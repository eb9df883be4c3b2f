"""Why a file or one of its lines is refused, in the user's language."""

from collections.abc import Mapping

from frappe import _

from contact_center.reading.csv_lines import Fault, FaultKind, UnreadableFile
from contact_center.reading.request_lines import LineProblem, LineProblemKind
from contact_center.regulation.routing import ClassifierEntry

NAMED_CANDIDATES = 5
LONGEST = 60


def fault_message(fault: Fault | UnreadableFile) -> str:
	"""What cannot be read, and what to do about it."""
	if fault.kind in (FaultKind.MISSING_COLUMNS, FaultKind.REPEATED_COLUMNS):
		return _faults()[fault.kind].format(", ".join(fault.names))
	return _faults()[fault.kind].format(*fault.names)


def _faults() -> dict[FaultKind, str]:
	return {
		FaultKind.EMPTY: _("The file is empty, or its first line is: it has to name the columns."),
		FaultKind.NOT_UTF8: _(
			"This is not UTF-8 text. Save it as “CSV UTF-8” in Excel, or with the character set UTF-8 in LibreOffice."
		),
		FaultKind.MISSING_COLUMNS: _("The first line has to name the columns. Missing: {0}."),
		FaultKind.REPEATED_COLUMNS: _("The first line names a column twice: {0}."),
		FaultKind.NOT_CSV: _("cannot be read as CSV: {0}"),
		FaultKind.TOO_LONG: _("too long: at most {0} characters in a cell; check the quotation marks too"),
		FaultKind.WRONG_COUNT: _("{0} cells under {1} columns: check commas and quotation marks"),
	}


def line_message(
	problem: LineProblem, entries: Mapping[str, ClassifierEntry], channels: Mapping[str, str]
) -> str:
	"""The problem of a line; `entries` and `channels` are those of the city."""
	said = problem.names[0][:LONGEST] if problem.names else "description"
	others = list(problem.names[1:])
	if problem.kind is LineProblemKind.SEVERAL_ENTRIES:
		return _several_entries().format(_some([f"{code} {entries[code].title}" for code in others]))
	if problem.kind is LineProblemKind.UNKNOWN_CHANNEL:
		others = list(dict.fromkeys(channels.values()))
		return _problems()[problem.kind].format(said, ", ".join(others))
	return _problems()[problem.kind].format(said, _some(others))


def _several_entries() -> str:
	return _("several classifier entries fit, give the code: {0}")


def _problems() -> dict[LineProblemKind, str]:
	return {
		LineProblemKind.NO_MOMENT: _("“{0}” is not a date with a time; write 22.11.2026 14:30"),
		LineProblemKind.SKIPPED_MOMENT: _("“{0}” never was: the clocks were put forward over it"),
		LineProblemKind.TOO_OLD: _("the date {0} lies too far back"),
		LineProblemKind.IN_FUTURE: _("the date {0} lies in the future"),
		LineProblemKind.NO_TEXT: _("no text in the column “{0}”"),
		LineProblemKind.LONG_TEXT: _(
			"too long: at most {0} characters in a cell; check the quotation marks too"
		),
		LineProblemKind.UNKNOWN_CHANNEL: _("unknown channel “{0}”; write one of: {1}"),
		LineProblemKind.UNKNOWN_STREET: _("unknown street: “{0}”"),
		LineProblemKind.SEVERAL_STREETS: _("“{0}” may be any of these streets: {1}"),
		LineProblemKind.UNKNOWN_CODE: _("unknown classifier code: “{0}”"),
		LineProblemKind.NO_ENTRY: _("no classifier entry fits “{0}”: give its code"),
		LineProblemKind.BAD_EMAIL: _("“{0}” is not an e-mail address"),
		LineProblemKind.NO_CONTACT: _("“{0}” left neither phone nor e-mail: an applicant needs one"),
		LineProblemKind.BAD_PHONE: _("“{0}” is not a phone number. Write it like +380 56 440 15 20."),
		LineProblemKind.BAD_BUILDING: _("“{0}” is not a building number. Write it like 12, 12-А or 12/3."),
		LineProblemKind.DUPLICATE: _("duplicate of line {0}"),
	}


def _some(names: list[str]) -> str:
	return "; ".join(names[:NAMED_CANDIDATES]) + (" …" if len(names) > NAMED_CANDIDATES else "")
