"""Cells on their way out to a spreadsheet: no text of ours is taken for a formula there.

What people wrote is stored as they wrote it; it becomes harmless on every way out, where the danger is.
"""

import re
import unicodedata

SIGN = "'"
"""Put before a text that a spreadsheet would calculate; the spreadsheet's own sign for «this is text»."""
OPENS_FORMULA = tuple("=+-@＝＋－＠")
NUMBER = re.compile(r"[+-]?[\d\s().,]+%?")
"""+380 56 440 15 20 and -5 stay as they are: whatever is calculated of them is what they say."""


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
