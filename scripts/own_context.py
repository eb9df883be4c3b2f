"""Give the strings that other apps have too a context of ours, so that our words for them are not everybody's.

The framework merges the catalogues of all apps by the source string. In the context «Contact Center» a translation is for
people and pages of ours alone (`framework/own_words.py`). Run it after `bench generate-pot-file` and `bench update-po-files`;
a second run changes nothing. Which strings others have: locale/framework.txt and locale/others.txt.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "contact_center" / "locale"
CONTEXT = "Contact Center"
CATALOGUES = ("main.pot", "uk.po")
MSGID = re.compile(r'^msgid ((?:".*"\n?)+)', re.MULTILINE)


def shared() -> set[str]:
	"""Return the strings without a context of their own that the framework or other apps have too."""
	lines = [line for name in ("framework.txt", "others.txt") for line in _lines(LOCALE / name)]
	return {line.replace("\\n", "\n").replace("\\t", "\t") for line in lines if "\t" not in line}


def _lines(path: Path) -> list[str]:
	lines = path.read_text(encoding="utf-8").splitlines()
	return [line for line in lines if line and not line.startswith("#")]


def in_context(catalogue: str, strings: set[str]) -> str:
	"""Return the text of a PO or POT file with these strings in our context; what is there already is not said twice."""
	header, *entries = catalogue.strip("\n").split("\n\n")
	there = {_source(entry) for entry in entries if f'msgctxt "{CONTEXT}"\n' in entry}
	return "\n\n".join((header, *_moved(entries, strings, there))) + "\n"


def _moved(entries: list[str], strings: set[str], there: set[str]) -> Iterator[str]:
	for entry in entries:
		source = _source(entry)
		if "\nmsgctxt " in f"\n{entry}" or source not in strings:
			yield entry
		elif source not in there:
			yield MSGID.sub(lambda found: f'msgctxt "{CONTEXT}"\n{found[0]}', entry, count=1)


def _source(entry: str) -> str:
	found = MSGID.search(f"{entry}\n")
	return "".join(ast.literal_eval(line) for line in found[1].splitlines()) if found else ""


if __name__ == "__main__":
	for name in CATALOGUES:
		path = LOCALE / name
		path.write_text(in_context(path.read_text(encoding="utf-8"), shared()), encoding="utf-8")
