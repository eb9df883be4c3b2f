"""What stands beside a drafted policy: that it is a draft, what was guessed, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contact_center.rehearsal.drafting.drafts import (
	DISTRICT_COUNT,
	DISTRICT_SHARE,
	KEPT,
	ORDINARY,
	Draft,
)
from contact_center.rehearsal.drafting.guessing import NOON
from contact_center.rehearsal.telling.texts import Speech

DRAFT_README = "README.md"
GUESSED = "mapping.toml"
NAMED = 20


def draft_readme(draft: Draft, requests: Path, mapping: str, folder: Path, say: Speech) -> str:
	"""Return the text of the README in a draft's `folder`; a `mapping` that was guessed lies there too."""
	return (
		"\n\n".join([f"# {say('draft_title')}", *_paragraphs(draft, requests, mapping, folder, say)]) + "\n"
	)


def _paragraphs(draft: Draft, requests: Path, mapping: str, folder: Path, say: Speech) -> Iterator[str]:
	files = ("classifier", "executors", "districts", "streets", "routes")
	yield say("draft_what", requests.name, say.number(draft.lines))
	yield say("draft_counts", *(say.number(len(draft.files[f"{name}.csv"])) for name in files))
	yield say("draft_routes", say.share(DISTRICT_SHARE), DISTRICT_COUNT)
	yield say("draft_terms", say.share(KEPT), ORDINARY)
	if mapping == str(folder / GUESSED):
		yield say("draft_guessed", NOON)
	if draft.without_entry:
		yield say("draft_without_entry", say.number(draft.without_entry))
	for name in ("without_executor", "without_term"):
		titles = getattr(draft, name)
		if titles:
			more = ["…"] if len(titles) > NAMED else []
			yield say(f"draft_{name}", say.number(len(titles)), ", ".join([*titles[:NAMED], *more]))
	option = f" --mapping {mapping}" if mapping else ""
	yield say(
		"draft_next", f"`contact-center rehearse {requests}{option} --policy {folder} --html page.html`"
	)
