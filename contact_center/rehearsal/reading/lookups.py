"""A scalar question asked once for each distinct value of a column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl


def by_value(
	column: pl.Series, ask: Callable[[str], int], empty: int, dtype: type[np.integer] = np.int64
) -> np.ndarray:
	"""What `ask` says of each text of a Categorical column; `empty` for null."""
	codes = column.to_physical()
	nothing = 0 if (top := codes.max()) is None else top + 1
	places = codes.fill_null(nothing).to_numpy()
	present = np.flatnonzero(np.bincount(places, minlength=nothing)[:nothing])
	table = np.full(nothing + 1, empty, dtype=dtype)
	texts = pl.Series(present, dtype=codes.dtype).cat.to(column.dtype).cast(pl.String)
	table[present] = [ask(text) for text in texts]
	return table[places]


def by_pair(first: np.ndarray, second: np.ndarray, ask: Callable[[int, int], int]) -> np.ndarray:
	"""What `ask` says of each pair of small numbers from -1 on."""
	width = int(second.max(initial=-1)) + 2
	pairs = (first + 1) * width + second + 1
	distinct, where = _distinct(pairs)
	asked = [ask(int(pair) // width - 1, int(pair) % width - 1) for pair in distinct]
	return np.array(asked, dtype=np.int64)[where]


def _distinct(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""`np.unique` with the inverse, by counting where the values are small enough."""
	top = int(values.max(initial=0)) + 1
	if top > 4 * len(values) + 1_000_000:
		return np.unique(values, return_inverse=True)
	present = np.flatnonzero(np.bincount(values, minlength=top))
	number = np.zeros(top, dtype=np.int64)
	number[present] = np.arange(len(present))
	return present, number[values]
