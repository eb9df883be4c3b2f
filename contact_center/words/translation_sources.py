"""Extractors for `bench generate-pot-file`, for files that Frappe's own extractors do not read.

Named in babel_extractors.csv; each takes an open file and yields (line, function, message, comments).
"""

import json
from collections.abc import Iterator

OWN = "Contact Center"
"""The context of words that are for people of ours alone (framework/own_words.py)."""


def workflow(fileobj, *args, **kwargs) -> Iterator[tuple]:
	"""Yield the states and actions of a shipped workflow."""
	data = json.load(fileobj)
	if data.get("doctype") != "Workflow":
		return
	for row in data.get("states", []):
		yield None, "_", row["state"], ["State of a workflow"]
	for row in data.get("transitions", []):
		yield None, "_", row["action"], ["Action of a workflow"]


def strings(fileobj, *args, **kwargs) -> Iterator[tuple]:
	"""Yield a string for each line, its context after a tab: words of Frappe for our users, or labels by doctype."""
	for number, line in enumerate(fileobj.read().decode("utf-8").splitlines(), 1):
		if not line or line.startswith("#"):
			continue
		message, _tab, context = line.partition("\t")
		message = message.replace("\\n", "\n").replace("\\t", "\t")
		yield number, "pgettext", (context or OWN, message), []
