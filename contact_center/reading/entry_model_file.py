"""Keep what was learned about entries in one file: a line of JSON, then arrays of numbers, packed.

Nothing in it is run when it is read, and nothing is believed: another format, a wrong sum, arrays that do not fit one
another or a file without end are no model.
"""

from __future__ import annotations

import json
import os
import zlib
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import numpy as np

from contact_center.reading.entry_model import EntryModel

FORMAT = "contact-center-entries-1"
"""Files of another format are not read: the next training writes a new one."""
LARGEST, LARGEST_UNPACKED = 60_000_000, 200_000_000
"""Bytes of a file that is still read, and of what it unpacks to."""
_ARRAYS = {
	"numbers": "<u4",
	"rarity": "<f2",
	"starts": "<u4",
	"entries": "<u2",
	"says": "<i1",
	"scales": "<f2",
	"prior": "<f4",
}


class NoModel(Exception):
	"""A file that holds no model: damaged, of another format, or no such file at all."""


def write(model: EntryModel, path: Path) -> None:
	"""Write the file at once or not at all, also where two trainings end together; only its owner may read it."""
	arrays = {name: np.asarray(getattr(model, name)).astype(kind) for name, kind in _ARRAYS.items()}
	packed = zlib.compress(b"".join(array.tobytes() for array in arrays.values()), 6)
	about = {
		"format": FORMAT,
		"sum": sha256(packed).hexdigest(),
		"codes": model.codes,
		"lengths": {name: len(array) for name, array in arrays.items()},
		"sureness": model.sureness,
		"usual": [round(float(share), 7) for share in model.usual],
		"learned_from": model.learned_from,
	}
	handle, beside = mkstemp(prefix=f"{path.name}.", dir=path.parent)
	try:
		with os.fdopen(handle, "wb") as file:
			file.write(json.dumps(about, ensure_ascii=False).encode() + b"\n" + packed)
		os.replace(beside, path)
	finally:
		Path(beside).unlink(missing_ok=True)


def read(path: Path) -> EntryModel:
	"""Return the model of a file; raise NoModel where there is none."""
	try:
		if path.stat().st_size > LARGEST:
			raise NoModel(f"{path}: longer than {LARGEST} bytes")
		line, _newline, packed = path.read_bytes().partition(b"\n")
		about = json.loads(line)
		if about["format"] != FORMAT or about["sum"] != sha256(packed).hexdigest():
			raise NoModel(f"{path}: damaged, or of another format")
		return _checked(about, _unpacked(packed, about["lengths"]))
	except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError, zlib.error) as error:
		raise NoModel(f"{path}: {error}") from error


def _unpacked(packed: bytes, lengths: dict[str, int]) -> dict[str, Any]:
	unpacked = zlib.decompressobj().decompress(packed, LARGEST_UNPACKED)
	arrays, begin = {}, 0
	for name, kind in _ARRAYS.items():
		arrays[name] = np.frombuffer(unpacked, kind, lengths[name], begin)
		begin += arrays[name].nbytes
	return arrays


def _checked(about: dict[str, Any], arrays: dict[str, Any]) -> EntryModel:
	"""Return the model, whose arrays fit one another."""
	usual = np.array(about.get("usual", []), np.float64)  # an older file has none
	codes, sizes = tuple(map(str, about["codes"])), {name: len(array) for name, array in arrays.items()}
	starts = arrays["starts"].astype(np.int64)
	fit = (
		len(codes) == sizes["prior"] > 0
		and sizes["numbers"] == sizes["rarity"] == sizes["scales"] == sizes["starts"] - 1
		and sizes["entries"] == sizes["says"] == starts[-1]
		and starts[0] == 0
		and bool((np.diff(starts) >= 0).all())
		and int(arrays["entries"].max(initial=0)) < len(codes)
		and all(np.isfinite(arrays[name]).all() for name in ("rarity", "scales", "prior"))
		and usual.shape in {(0,), (len(codes),)}
		and bool(((usual > 0) & (usual <= 1)).all())
	)
	if not fit:
		raise NoModel("arrays that do not fit one another")
	floats = {name: arrays[name].astype(np.float32) for name in ("rarity", "scales", "prior")}
	sureness = (float(about["sureness"][0]), float(about["sureness"][1]))
	return EntryModel(
		codes=codes,
		numbers=arrays["numbers"],
		starts=starts,
		entries=arrays["entries"].astype(np.int64),
		says=arrays["says"],
		sureness=sureness,
		usual=usual,
		learned_from=int(about["learned_from"]),
		**floats,
	)
