"""Learn from the site's own requests which entries descriptions mean, and propose entries by it (R5.11).

What is learned is one file beside the site. It leaves the server with no backup and by no address; a week later, or
after the command `learn-entries`, it is made anew. Where there is none, or a damaged one, nothing is proposed and the
search by words goes on. Until the next training what operators choose moves the shares, by its counts alone (`recent`).
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import add_days, create_batch, date_diff, getdate, now_datetime, nowdate

from contact_center.intake import entry_search
from contact_center.reading import entry_measuring, entry_model_file, entry_training
from contact_center.reading.entry_model import RECENT_DAYS, EntryModel, LikelyEntry

MOST_REQUESTS = 60_000
"""The newest are learned from; more would teach little and take memory."""
AT_ONCE = 1000
LONGEST_QUERY = 140
"""So many characters of a text are looked at for its words."""
RECENT_FOR = 60
"""Seconds for which a process keeps what it has counted."""
_Loaded = tuple[tuple[int, int], EntryModel | None]
_lock = Lock()
_loaded: dict[Path, _Loaded] = {}
_counted: dict[str, tuple[int, dict[str, int]]] = {}


def path() -> Path:
	"""Return where the model of this site is: in its private folder, outside of the files that are served."""
	return Path(frappe.get_site_path("private", "entries.model")).resolve()


def learn(progress: Callable[[float], None] = lambda share: None) -> EntryModel | None:
	"""Learn from the newest requests and keep it; None, and what was kept stays, where they are too few."""
	model = entry_training.train(examples(), progress)
	if model:
		entry_model_file.write(model, path())
	return model


def measure(progress: Callable[[float], None] = lambda share: None) -> entry_measuring.Report | None:
	"""Return how right proposals for the newer requests are by what the older ones teach; nothing is kept."""
	rows = frappe.get_all("Classifier", {"is_group": 0}, entry_search.FIELDS, order_by="lft")
	return entry_measuring.measure(
		examples(), lambda text: entry_search.offered(rows, text[:LONGEST_QUERY]), progress
	)


def examples() -> Iterator[tuple[str, str, int]]:
	"""Yield (description, entry, age in days) of the newest requests that an operator has registered."""
	filters = {"registered_at": ("is", "set"), "classifier": ("is", "set")}
	newest = {"order_by": "registered_at desc", "limit_page_length": MOST_REQUESTS}
	today = getdate(nowdate())
	for names in create_batch(frappe.get_all("Request", filters, pluck="name", **newest), AT_ONCE):
		fields = ["description", "classifier", "registered_at"]
		for row in frappe.get_all("Request", {"name": ("in", names)}, fields, order_by="name"):
			if row.description:
				yield row.description, row.classifier, max(0, date_diff(today, row.registered_at))


def likely(text: str, most: int, allowed: frozenset[str]) -> list[LikelyEntry]:
	"""Return the likeliest of the `allowed` entries for a description; none where nothing was learned."""
	known = model()
	return known.propose(text, most, allowed, recent()) if known else []


def unlearned(text: str) -> float:
	"""Return the share of the entries that too few requests went to for being learned; 0 where nothing was learned."""
	known = model()
	return known.unlearned(text, recent()) if known else 0.0


def recent() -> dict[str, int]:
	"""Return how many requests of the last RECENT_DAYS each entry has by what the operators chose, a minute old at most."""
	site, minute = frappe.local.site, int(time.monotonic() // RECENT_FOR)
	if _counted.get(site, (None, {}))[0] != minute:
		_counted[site] = (minute, _recent())
	return _counted[site][1]


def _recent() -> dict[str, int]:
	request = frappe.qb.DocType("Request")
	since = add_days(now_datetime(), -RECENT_DAYS)
	rows = (
		frappe.qb.from_(request)
		.select(request.classifier, Count("*"))
		.where((request.registered_at >= since) & (request.classifier != ""))
		.groupby(request.classifier)
	).run()
	return {entry: int(many) for entry, many in rows}


def model() -> EntryModel | None:
	"""Return what the site has learned; each process reads the file once, and again when there is a new one."""
	file = path()
	try:
		kept = file.stat()
	except OSError:
		return None
	state = (kept.st_mtime_ns, kept.st_ino)
	with _lock:
		if _loaded.get(file, (None, None))[0] != state:
			_loaded[file] = (state, _read(file))
		return _loaded[file][1]


def _read(file: Path) -> EntryModel | None:
	try:
		return entry_model_file.read(file)
	except entry_model_file.NoModel as fault:
		frappe.logger("contact_center").warning(f"no entries are proposed: {fault}")
		return None
