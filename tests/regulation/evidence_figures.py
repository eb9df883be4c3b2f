"""How many tricks the evidence checks find, and how many honest files they flag: `python tests/regulation/evidence_figures.py 200`.

The files are made (evidence_set): no city's photos are needed. The table takes some 4 seconds a photo.
"""

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import evidence_set
from PIL import Image

from contact_center.reading import picture_codes, picture_measures, scan_measures
from contact_center.regulation import evidence_checks
from contact_center.regulation.evidence_checks import Expected, Thresholds

THAN = Thresholds()
SEEN, UNREADABLE, HONEST = "seen before", "shows nothing", "honest"
PAPERS: dict[str, Callable[[int], bytes]] = {
	"typed, two pages": lambda number: evidence_set.typed(number, 2),
	"scanned, 200 dpi": lambda number: evidence_set.scan(evidence_set.page(number)),
}
ODD_PAPERS: dict[str, Callable[[int], bytes]] = {
	"an empty page typed": lambda number: evidence_set.typed(number, 1, 1),
	"an empty page scanned": lambda number: evidence_set.scan(
		evidence_set.page(number), evidence_set.page(number, blank=True)
	),
	"scanned, 72 dpi": lambda number: evidence_set.scan(evidence_set.page(number, 72), dpi=72),
}


def details(content: bytes) -> tuple:
	return picture_codes.details(picture_measures.opened(content)[0])


def is_seen(kept: Iterable[tuple], content: bytes) -> bool:
	"""Whether one of the pictures is found in this one."""
	looked_up = details(content)
	return any(picture_codes.shared(one, other) >= THAN.shared_details for one in kept for other in looked_up)


def tricks(number: int) -> Iterator[tuple[str, bool]]:
	"""Yield (trick, whether it is found) for a photo that was handed in before."""
	scene = evidence_set.scene(number)
	kept = picture_codes.unpacked(picture_codes.packed(details(evidence_set.jpeg(scene))[0]))
	for name, trick in evidence_set.TRICKS.items():
		yield name, is_seen([kept], trick(scene, evidence_set.rng_of(number, 3)))


def unreadable(number: int) -> Iterator[tuple[str, bool]]:
	"""Yield (kind of photo that shows nothing, whether it is found)."""
	for name, made in evidence_set.UNREADABLE.items():
		yield name, bool(of_photo(made(number)))


def of_photo(content: bytes) -> list:
	measures = picture_measures.opened(content)[1]
	return evidence_checks.of_picture(measures, Expected(frozenset({"Photo"})), THAN)


def of_paper(content: bytes) -> list:
	return evidence_checks.of_scan(scan_measures.measure(content), THAN)


def papers(number: int, made: dict[str, Callable[[int], bytes]]) -> Iterator[tuple[str, bool]]:
	for name, make in made.items():
		yield name, bool(of_paper(make(number)))


def honest(number: int, others: list[tuple]) -> Iterator[tuple[str, bool]]:
	"""Yield (honest file, whether something is said about it); `others`: the details of other photos."""
	content = evidence_set.jpeg(evidence_set.scene(number))
	yield "photo, as it shows", bool(of_photo(content))
	yield f"photo, beside {len(others)} others", is_seen(others, content)
	yield "a small lamp in the dark", bool(of_photo(evidence_set.jpeg(evidence_set.night(number))))
	yield from papers(number, PAPERS)


def table(title: str, rows: Iterable[tuple[str, bool]]) -> None:
	found, asked = Counter(), Counter()
	for name, is_found in rows:
		asked[name] += 1
		found[name] += is_found
	print(f"\n{title}")
	for name, count in asked.items():
		print(f"  {name:34} {found[name]:5} of {count:5}  {found[name] / count:6.1%}")


def main(count: int) -> None:
	numbers = range(1000, 1000 + count)
	table("seen before: found", (row for each in numbers for row in tricks(each)))
	table("shows nothing: found", (row for each in numbers for row in unreadable(each)))
	table("odd papers: found", (row for each in numbers for row in papers(each, ODD_PAPERS)))
	others = [details(evidence_set.jpeg(evidence_set.scene(each)))[0] for each in range(5000, 5000 + count)]
	table(
		"the same place once more, by the same hand: said to be seen",
		(row for each in numbers for row in again(each)),
	)
	table("honest files: flagged", (row for each in numbers for row in honest(each, others)))


def again(number: int) -> Iterator[tuple[str, bool]]:
	"""Yield what is said of a second photo of a place: from some steps aside, with other things and light."""
	kept = details(evidence_set.jpeg(evidence_set.scene(number)))[0]
	for steps, name in ((0.02, "held by hand"), (0.08, "a step aside"), (0.2, "from another side")):
		yield name, is_seen([kept], evidence_set.jpeg(evidence_set.shot_again(number, steps)))


if __name__ == "__main__":
	main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
