"""Cells on their way out to a spreadsheet, and as it hands them back.

No text of ours is taken for a formula there: what people wrote is stored as they wrote it, and becomes harmless on every
way out, where the danger is. What a spreadsheet takes for a number or for true and false it writes in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from decimal import Decimal, InvalidOperation

SIGN = "'"
"""Put before a text that a spreadsheet would calculate; the spreadsheet's own sign for «this is text»."""
OPENS_FORMULA = tuple("=+-@＝＋－＠")
NUMBER = re.compile(r"[+-]?[\d\s().,]+%?")
"""+380 56 440 15 20 and -5 stay as they are: whatever is calculated of them is what they say."""
TRUE, FALSE = ("1", "true", "істина"), ("0", "false", "хиба")
ENCODING, DELIMITER = "utf-8-sig", ";"
"""How our files are written: Excel in Ukraine splits cells at «;», and knows UTF-8 by its mark alone."""
_NUMBER = re.compile(r"-?\d{1,20}(?:[.,]\d{1,20})?(?:E[+-]?\d{1,2})?", re.IGNORECASE)


def harmless(text: str) -> str:
	"""The text, behind SIGN where a spreadsheet would take it for a formula, blanks and unseen signs before it or not."""
	if NUMBER.fullmatch(text) and text[:1] not in "\t\r\n":
		return text
	return SIGN + text if _seen(text).startswith(OPENS_FORMULA) or text[:1] in ("\t", "\r") else text


def as_written(cell: str) -> str:
	"""The text that `harmless` made the cell of."""
	text = cell.removeprefix(SIGN)
	return text if text != cell and harmless(text) == cell else cell


def _seen(text: str) -> str:
	"""The text from its first sign on that a writer of spreadsheets does not leave out."""
	for place, sign in enumerate(text):
		if unicodedata.category(sign)[0] not in "CZ":
			return text[place:]
	return ""


def flag_of(cell: str) -> bool | None:
	"""Return what a cell of yes or no says, in any spelling of Excel; None where it says neither."""
	text = cell.casefold()
	return True if text in TRUE else False if text in FALSE else None


def whole_number(cell: str) -> str:
	"""Return «5,0», «1 000» and «1E+05» as the whole number that they are; any other text as it is."""
	number = _number_of("".join(cell.split()))
	return cell if number is None or number % 1 else f"{number:f}".split(".")[0]


def same_code(cell: str, codes: Collection[str]) -> str:
	"""Return the one code that is the same number as the cell: «7» is «007», «1E+05» is «100000»; "" for none or several."""
	number = _number_of(cell)
	found = [code for code in codes if _number_of(code) == number] if number is not None else []
	return found[0] if len(found) == 1 else ""


def _number_of(text: str) -> Decimal | None:
	if not _NUMBER.fullmatch(text):
		return None
	try:
		return Decimal(text.replace(",", "."))
	except InvalidOperation:
		return None
