"""Measure files of evidence in a process of its own, which may die of a hostile one: `python -m contact_center.reading.measuring_process`.

Each line of the input is {"path", "kind": "Picture" or "Paper"}; each line of the output is what `read` gives for it, or
null where the file cannot be read. The process takes little memory, writes no file and asks nobody; whoever started it
kills it where an answer does not come (execution.measuring).
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from contact_center.reading import picture_codes, picture_measures, scan_measures

MEMORY = 2 * 1024**3
READY = "ready"
PICTURE, PAPER = "Picture", "Paper"


def read(path: str, kind: str) -> dict[str, Any] | None:
	"""Return {measures, kept, looked_up} of a picture, {measures} of a paper, None of what cannot be read."""
	content = Path(path).read_bytes()
	try:
		return _picture(content) if kind == PICTURE else _paper(content)
	except Exception:  # readers of pictures and documents raise whatever they stumble over, MemoryError too
		return None


def _picture(content: bytes) -> dict[str, Any]:
	gray, measures = picture_measures.opened(content)
	ahead, mirrored = picture_codes.details(gray)
	told = asdict(measures)
	told["taken"] = measures.taken.isoformat() if measures.taken else None
	return {
		"measures": told,
		"kept": picture_codes.packed(ahead).hex(),
		"looked_up": [[astuple(each) for each in some] for some in (ahead, mirrored)],
	}


def _paper(content: bytes) -> dict[str, Any]:
	return {"measures": asdict(scan_measures.measure(content))}


def main() -> None:
	"""Answer each line of the input."""
	_limit()
	print(READY, flush=True)
	for line in sys.stdin:
		print(json.dumps(read(**json.loads(line))), flush=True)


def _limit() -> None:
	try:
		import resource
	except ImportError:  # no such limits on this system
		return
	resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
	resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
	resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
	main()
