"""Whether a text says anything to who reads it."""

import unicodedata

# Letters and signs by their category that show nothing: Hangul fillers, the empty Braille cell.
SHOW_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def is_blank(text: str) -> bool:
	"""Whether nothing of the text can be seen: blanks of every width, zero-width and control signs, marks on nothing."""
	return all(sign in SHOW_NOTHING or unicodedata.category(sign)[0] in "ZCM" for sign in text)
