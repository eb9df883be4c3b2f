"""Which file extensions fit each kind of evidence (R7.6, R7.7)."""

from __future__ import annotations

PHOTOS = frozenset({"jpg", "jpeg", "png", "webp", "heic", "heif"})
VIDEOS = frozenset({"mp4", "mov"})


def fits(kind: str, extension: str) -> bool:
	"""Return whether a file with this extension (lower case, no dot) can be evidence of `kind`.

	A photo is a picture, a video a film; an act or another document may be scanned or photographed.
	"""
	if kind == "Photo":
		return extension in PHOTOS
	return (extension in VIDEOS) == (kind == "Video")


def repeats(result: str, returned: str) -> bool:
	"""Whether a result says letter for letter what was returned for rework, blanks and line ends aside (R6.3.3)."""
	return bool(returned) and result.split() == returned.split()
