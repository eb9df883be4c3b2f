"""Make a heading of the words of a request whose matter is in no list: its first sentence, or as much as fits."""

from __future__ import annotations

import re

LONGEST = 60
_SHORTEST = 12
"""A shorter first sentence, «Добрий день.», says nothing of the matter."""
_GREETING = re.compile(
	r"(?:(?:добр(?:ий|ого)\s+(?:день|дня|ранок|ранку|вечір|вечора)|доброго\s+здоров\w*|вітаю|здрастуйте)\W+)+",
	re.IGNORECASE,
)
_SENTENCE = re.compile(r"(.+?)[.!?…](?:\s|$)")


def headline(text: str | None, most: int = LONGEST) -> str:
	"""Return the beginning of the text in one line, at whole words, with an ellipsis where it is cut; "" of nothing."""
	line = " ".join((text or "")[:1000].split())
	line = _GREETING.sub("", line, count=1) or line
	first = _SENTENCE.match(line)
	if first and _SHORTEST <= len(first[1]) <= most:
		return _capital(first[1])
	if len(line) <= most:
		return _capital(line.rstrip("."))
	cut = line[:most].rsplit(" ", 1)[0] if " " in line[:most] else line[: most - 1]
	return _capital(cut.rstrip(" ,;:–-.")) + "…"


def _capital(text: str) -> str:
	return text[:1].upper() + text[1:]
