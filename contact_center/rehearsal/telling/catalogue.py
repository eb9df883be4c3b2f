"""The site's own translations, read without the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "locale"
OWN = "Contact Center"
"""The context of those words that other apps on a site have too."""
SOURCE = "en"
"""The language of the texts themselves."""


@cache
def translator(language: str) -> Callable[..., str]:
	"""`translate(text, context=None)` into the language."""
	if language == SOURCE:
		return lambda text, context=None: text
	with (LOCALE / f"{language}.po").open("rb") as source:
		catalogue = read_po(source, locale=language)

	def translate(text: str, context: str | None = None) -> str:
		message = catalogue.get(text, context) or catalogue.get(text, OWN)
		return (message and message.string) or text

	return translate
