"""Turn what people write into HTML that can hold nothing else: paragraphs, lists, bold words, links.

Everything is escaped before anything is made of it, so no text of a person is ever markup by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_ITEM = re.compile(r"[-•*–]\s+(?=\S)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_BOLD = re.compile(r"\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*")
_ADDRESS = re.compile(r"https?://[^\s<>\"'*]+", re.IGNORECASE)
_AFTER = ("&amp;", "&lt;", "&gt;", "&quot;", "&#x27;", *".,;:!?)»")
"""What ends the sentence, not the address."""


def html(text: str | None) -> str:
	"""Return the text as HTML: blank lines part paragraphs, lines with «- » or «1. » make lists, **words** are bold."""
	plain = (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
	return "\n".join(part for block in _BLANK_LINE.split(plain) if block.strip() for part in _parts(block))


def plain(text: str | None) -> str:
	"""Return the text without its marks, in one line: for descriptions, machines and voices."""
	lines = (_ITEM.sub("", line.strip(), count=1) for line in (text or "").splitlines())
	return " ".join(" ".join(_BOLD.sub(r"\1", line) for line in lines).split())


def _parts(block: str) -> Iterator[str]:
	for kind, group in groupby(block.split("\n"), key=_kind):
		lines = [line.strip() for line in group]
		if kind == "p":
			yield f"<p>{'<br>'.join(map(_inline, lines))}</p>"
		else:
			mark = _ITEM if kind == "ul" else _NUMBERED
			items = "".join(f"<li>{_inline(mark.sub('', line, count=1))}</li>" for line in lines)
			yield f"<{kind}>{items}</{kind}>"


def _kind(line: str) -> str:
	line = line.strip()
	return "ul" if _ITEM.match(line) else "ol" if _NUMBERED.match(line) else "p"


def _inline(line: str) -> str:
	safe = escape(line, quote=True)
	return _ADDRESS.sub(_link, _BOLD.sub(r"<strong>\1</strong>", safe))


def _link(found: re.Match[str]) -> str:
	address = found[0]
	while address.endswith(_AFTER):
		address = address.removesuffix(next(each for each in _AFTER if address.endswith(each)))
	rest = found[0][len(address) :]
	return f'<a href="{address}" rel="noopener nofollow">{address}</a>{rest}'
