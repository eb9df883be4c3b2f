"""Measure how right the entries proposed for descriptions are, on a history that no site has imported.

	python scripts/measure_entries.py HISTORY.csv [--asked-from 2015-01-01]

The file has columns description, entry (its title, all that the search by words knows of it) and date, as 2014-12-31. What is
older than `--asked-from`, or else the older four fifths, is learned; the others are asked about. Nothing is kept. Needs numpy
alone; OPENBLAS_NUM_THREADS=1 makes the seconds those of one core.
"""

import argparse
import csv
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from contact_center.reading import entry_measuring, entry_model_file, entry_offers
from contact_center.regulation.routing import ClassifierEntry

Dated = tuple[str, str, date]


def history(path: Path) -> list[Dated]:
	"""Return (description, entry, date) of each row that has them."""
	csv.field_size_limit(1_000_000)
	with path.open(encoding="utf-8-sig", newline="") as file:
		return [
			(row["description"], row["entry"], date.fromisoformat(row["date"]))
			for row in csv.DictReader(file)
			if row["description"] and row["entry"]
		]


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("history", type=Path)
	parser.add_argument("--asked-from", type=date.fromisoformat)
	options = parser.parse_args()
	rows = history(options.history)
	asked = sum(day >= options.asked_from for *_row, day in rows) if options.asked_from else None
	newest = max(day for *_row, day in rows)
	titles = [ClassifierEntry(entry, entry) for entry in sorted({entry for _text, entry, _day in rows})]
	report = entry_measuring.measure(
		[(text, entry, (newest - day).days) for text, entry, day in rows],
		lambda text: [each.code for each in entry_offers.offered(titles, text[:140])],
		held_out=asked,
	)
	print_report(report) if report else sys.exit("Too few to learn from.")


def print_report(report: entry_measuring.Report) -> None:
	with TemporaryDirectory() as folder:
		file = Path(folder, "entries.model")
		entry_model_file.write(report.model, file)
		size = file.stat().st_size / 1e6
	print(
		f"learned from {report.learned_from}: {report.entries} entries, {report.seconds:.0f} s, {size:.1f} MB"
	)
	print(f"asked about {report.asked}", *report.table(), sep="\n")


if __name__ == "__main__":
	main()
