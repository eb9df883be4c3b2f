"""Know a picture again after it was re-compressed, made smaller, turned, mirrored or cut.

What is known again are details of the picture: the extremes of differences of Gaussians, each with a size and a direction
of its own, as in SIFT. A detail's code are the signs of its low frequencies, as in the well-known pHash; so short that
equal codes can be looked up in an index, and so many of them that some survive whatever is done to the picture. Whether
those that two pictures share lie in the same way in both, turned and enlarged as one, is asked by `shared`.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Any, TypeAlias

import numpy
from numpy.typing import NDArray
from PIL import Image

Floats: TypeAlias = NDArray[numpy.floating[Any]]

AREA = 320 * 320
"""Pixels of the picture in which details are looked for."""
KEPT, LOOKED_UP = 48, 96
"""Details of a picture that are kept, and those by which it is looked up: a part shows others than the whole did."""
SIGMAS = tuple(1.6 * 2 ** (step / 3) for step in range(12))
PATCH, REACH, HIGHEST = 20, 5.0, 7
"""A detail is looked at in so many points across, as far as so many times its size, up to this frequency."""
BITS = 24
FREQUENCIES = tuple((u, v) for u, v in product(range(HIGHEST), repeat=2) if 0 < u + v < HIGHEST)[:BITS]
ACROSS = sum(1 << (BITS - 1 - place) for place, (across, _along) in enumerate(FREQUENCIES) if across % 2)
"""The signs that a mirror changes."""
WEAK = 2
"""So many of a detail's least certain signs are tried the other way too."""


@dataclass(frozen=True)
class Detail:
	"""A place in the picture by which it is known again: where, how large, in which direction (radians), and its code."""

	x: float
	y: float
	size: float
	angle: float
	code: int
	others: tuple[int, ...] = ()
	"""Codes that it may have as well, since some of its signs are close to zero."""


def indexed(code: int) -> int:
	"""Return the number under which a code and that of its mirror image are kept alike."""
	return min(code, code ^ ACROSS)


def details(image: Image.Image) -> tuple[tuple[Detail, ...], tuple[Detail, ...]]:
	"""Return the LOOKED_UP strongest details of the picture, the strongest first, and those of its mirror image."""
	gray = image.convert("L")
	scale = min(1.0, (AREA / (gray.width * gray.height)) ** 0.5)
	size = (max(16, round(gray.width * scale)), max(16, round(gray.height * scale)))
	pixels = numpy.asarray(gray.resize(size, Image.Resampling.BOX), dtype=numpy.float32)
	blurred = _blurred(pixels)
	differences = blurred[1:] - blurred[:-1]
	found = [_detail(blurred, *_refined(differences, *place)) for place in _extremes(differences)]
	return tuple(each for each, _mirrored in found), tuple(mirrored for _each, mirrored in found)


# Details


def _blurred(pixels: Floats) -> Floats:
	"""Return the picture blurred by each of SIGMAS, by its frequencies; what lies beyond an edge is its mirror image."""
	height, width = pixels.shape
	edge = int(SIGMAS[-1] * 2)
	wide = (
		numpy.pad(pixels, edge, mode="symmetric")
		if min(pixels.shape) > edge
		else numpy.pad(pixels, edge, mode="edge")
	)
	down, across = numpy.fft.fftfreq(wide.shape[0])[:, None], numpy.fft.rfftfreq(wide.shape[1])
	falling = -2 * numpy.pi**2 * (down**2 + across**2)
	spectrum = numpy.fft.rfft2(wide)
	levels = (numpy.fft.irfft2(spectrum * numpy.exp(falling * sigma**2), wide.shape) for sigma in SIGMAS)
	return numpy.stack([level[edge : edge + height, edge : edge + width] for level in levels]).astype(
		numpy.float32
	)


def _extremes(differences: Floats) -> list[tuple[int, int, int]]:
	"""Return (level, y, x) of the LOOKED_UP strongest extremes among their 26 neighbours, the strongest first."""
	strength = numpy.abs(differences)
	inner = strength[1:-1, 1:-1, 1:-1]
	is_extreme = inner > 1.0
	levels, height, width = strength.shape
	for z, y, x in product((0, 1, 2), repeat=3):
		if (z, y, x) != (1, 1, 1):
			is_extreme &= inner >= strength[z : levels - 2 + z, y : height - 2 + y, x : width - 2 + x]
	places = numpy.argwhere(is_extreme) + 1
	places = places[[not _is_edge(differences, *place) for place in places]] if len(places) else places
	best = sorted(((z, y, x) for z, y, x in places.tolist()), key=lambda place: -float(strength[place]))
	return best[:LOOKED_UP]


def _is_edge(differences: Floats, level: int, y: int, x: int) -> bool:
	"""Whether the place is one of many along an edge, which are told apart by nothing."""
	around = differences[level, y - 1 : y + 2, x - 1 : x + 2]
	bend_x, bend_y = (
		around[1, 0] + around[1, 2] - 2 * around[1, 1],
		around[0, 1] + around[2, 1] - 2 * around[1, 1],
	)
	twist = (around[0, 0] + around[2, 2] - around[0, 2] - around[2, 0]) / 4
	product_, total = bend_x * bend_y - twist**2, bend_x + bend_y
	return bool(product_ <= 0 or total**2 / product_ > 12)


def _refined(differences: Floats, level: int, y: int, x: int) -> tuple[float, float, float]:
	"""Return where between its neighbours the extreme lies, by the parabola through them."""
	return (
		level + _top(*differences[level - 1 : level + 2, y, x]),
		y + _top(*differences[level, y - 1 : y + 2, x]),
		x + _top(*differences[level, y, x - 1 : x + 2]),
	)


def _top(before: float, here: float, after: float) -> float:
	bend = before - 2 * here + after
	return float(numpy.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend else 0.0


def _detail(blurred: Floats, level: float, y: float, x: float) -> tuple[Detail, Detail]:
	"""Return the detail, and what it is in the mirror image: there the frequencies across it change their signs."""
	size, layer = SIGMAS[0] * 2 ** (level / 3), blurred[round(level)]
	angle = _direction(layer, size, y, x)
	steps = ((numpy.arange(PATCH) + 0.5) / PATCH * 2 - 1) * REACH * size
	across, along = numpy.meshgrid(steps, steps, indexing="ij")
	cos, sin = numpy.cos(angle), numpy.sin(angle)
	patch = _sampled(layer, y + sin * along + cos * across, x + cos * along - sin * across)
	waves = _waves(PATCH, HIGHEST)
	frequencies = waves @ patch @ waves.T
	values = numpy.array([frequencies[place] for place in FREQUENCIES])
	code, others, width = _code(values), _others(values), layer.shape[1]
	return (
		Detail(x, y, size, angle, code, others),
		Detail(
			*(width - 1 - x, y, size, float(numpy.pi - angle)),
			code ^ ACROSS,
			tuple(other ^ ACROSS for other in others),
		),
	)


def _others(values: Floats) -> tuple[int, ...]:
	weak = numpy.argsort(numpy.abs(values))[:WEAK]
	code = _code(values)
	bits = [1 << (len(values) - 1 - int(place)) for place in weak]
	return tuple(code ^ sum(some) for number in range(1, WEAK + 1) for some in combinations(bits, number))


def _code(values: Floats) -> int:
	"""Return the signs as the bits of a number."""
	return int("".join("1" if value > 0 else "0" for value in values), 2)


@cache
def _waves(length: int, number: int) -> Floats:
	return numpy.cos(numpy.pi / length * numpy.outer(numpy.arange(number), numpy.arange(length) + 0.5))


def _direction(layer: Floats, size: float, y: float, x: float) -> float:
	"""Return the direction in which most of the detail grows lighter."""
	steps = numpy.linspace(-3 * size, 3 * size, 13)
	down, across = numpy.meshgrid(steps, steps, indexing="ij")
	grow_x = _sampled(layer, y + down, x + across + 1) - _sampled(layer, y + down, x + across - 1)
	grow_y = _sampled(layer, y + down + 1, x + across) - _sampled(layer, y + down - 1, x + across)
	weight = numpy.exp(-(down**2 + across**2) / (2 * (1.5 * size) ** 2)) * numpy.hypot(grow_x, grow_y)
	angles = numpy.arctan2(grow_y, grow_x)
	counts = numpy.histogram(angles, 36, (-numpy.pi, numpy.pi), weights=weight)[0]
	for _round in range(2):
		counts = (numpy.roll(counts, 1) + counts + numpy.roll(counts, -1)) / 3
	best = int(numpy.argmax(counts))
	shift = _top(counts[best - 1], counts[best], counts[(best + 1) % 36])
	return float((best + 0.5 + shift) * 2 * numpy.pi / 36 - numpy.pi)


def _sampled(layer: Floats, y: Floats, x: Floats) -> Floats:
	"""Return the layer's values at these places, between its points in proportion; beyond an edge those of the edge."""
	height, width = layer.shape
	y, x = numpy.clip(y, 0, height - 1.001), numpy.clip(x, 0, width - 1.001)
	top, left = y.astype(int), x.astype(int)
	down, across = y - top, x - left
	upper = layer[top, left] * (1 - across) + layer[top, left + 1] * across
	lower = layer[top + 1, left] * (1 - across) + layer[top + 1, left + 1] * across
	between: Floats = upper * (1 - down) + lower * down
	return between


# Kept as bytes

ROW = struct.Struct("<HHHHI")
"""A detail as it is kept: place and size in parts of a pixel, the direction in parts of a turn, the code."""
FINE, TURN = 64, 1 << 16


def packed(found: Sequence[Detail]) -> bytes:
	"""Return the KEPT strongest details as bytes, 12 each."""
	return b"".join(
		ROW.pack(
			min(round(each.x * FINE), TURN - 1),
			min(round(each.y * FINE), TURN - 1),
			round(each.size * FINE),
			round(each.angle / (2 * numpy.pi) * TURN) % TURN,
			each.code,
		)
		for each in found[:KEPT]
	)


def unpacked(kept: bytes) -> tuple[Detail, ...]:
	"""Return the details that `packed` made bytes of."""
	return tuple(
		Detail(x / FINE, y / FINE, size / FINE, angle / TURN * 2 * float(numpy.pi), code)
		for x, y, size, angle, code in ROW.iter_unpack(kept)
	)


# Two pictures


ANGLE, ENLARGED, PLACE = numpy.radians(20), 0.5, 0.06
"""How far two shared details may differ in how they were turned, enlarged (as a power of 2) and moved (of a side)."""
OFTEN, MOST_PAIRS = 3, 200
"""A code that a picture has more often is that of its pattern, of paving or a fence, and tells nothing; so many pairs of
details are compared with each other."""


def shared(kept: Sequence[Detail], looked_up: Sequence[Detail]) -> int:
	"""Return how many details two pictures share that lie in the same way in both: turned, enlarged and moved as one."""
	by_code: dict[int, list[Detail]] = {}
	for each in _rare(kept[:KEPT]):
		by_code.setdefault(each.code, []).append(each)
	asked = _rare(looked_up[:LOOKED_UP])
	codes = [(other.code, other) for other in asked]
	codes += [(code, other) for other in asked for code in other.others]
	pairs = [(one, other) for code, other in codes for one in by_code.get(code, ())]
	return _agreeing(pairs[:MOST_PAIRS]) if pairs else 0


def _rare(found: Sequence[Detail]) -> list[Detail]:
	counts = Counter(each.code for each in found)
	return [each for each in found if counts[each.code] <= OFTEN]


def _agreeing(pairs: Sequence[tuple[Detail, Detail]]) -> int:
	"""Return how many different details move as one of the pairs does, at most; each row is what one pair says of all."""
	here, there = (
		numpy.array([(each.x, each.y, each.size, each.angle) for each in side])
		for side in zip(*pairs, strict=True)
	)
	turn, enlarged = here[:, 3] - there[:, 3], here[:, 2] / there[:, 2]
	cos, sin = (enlarged * numpy.cos(turn))[:, None], (enlarged * numpy.sin(turn))[:, None]
	x, y = (there[:, side] - there[:, side][:, None] for side in (0, 1))
	off = (turn - turn[:, None] + numpy.pi) % (2 * numpy.pi) - numpy.pi
	to_x, to_y = here[:, 0][:, None] + cos * x - sin * y, here[:, 1][:, None] + sin * x + cos * y
	agree = (
		(numpy.abs(off) <= ANGLE)
		& (numpy.abs(numpy.log2(enlarged / enlarged[:, None])) <= ENLARGED)
		& (numpy.hypot(to_x - here[:, 0], to_y - here[:, 1]) < PLACE * AREA**0.5)
	)
	return int(numpy.minimum(_different(agree, here), _different(agree, there)).max())


def _different(agree: NDArray[numpy.bool_], side: Floats) -> NDArray[numpy.integer[Any]]:
	"""Return, by row, at how many different places the details are that agree."""
	places, numbers = numpy.unique(side[:, :2], axis=0, return_inverse=True)
	is_at = numpy.eye(len(places))[numbers.reshape(-1)]
	counts: NDArray[numpy.integer[Any]] = (agree @ is_at > 0).sum(axis=1)
	return counts
