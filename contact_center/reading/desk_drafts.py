"""Read what the operator's desk keeps of an open card, as far as somebody else is shown it."""

from __future__ import annotations

import json
from typing import Any

LONGEST = 80


def subject_of(draft: str | None) -> str:
	"""Return what a draft is about in a few words: the entry that was chosen, else what was typed; "" where nothing was."""
	subject = _part(_read(draft), "subject")
	found = (_part(subject, "entry").get("title"), subject.get("text"), subject.get("description"))
	words = " ".join(next((each for each in found if isinstance(each, str) and each.strip()), "").split())
	return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def _read(draft: str | None) -> Any:
	try:
		return json.loads(draft or "{}")
	except (ValueError, RecursionError):
		return {}


def _part(whole: Any, name: str) -> dict[str, Any]:
	found = whole.get(name) if isinstance(whole, dict) else None
	return found if isinstance(found, dict) else {}
