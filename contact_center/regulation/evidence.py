"""What a file can prove: which kinds of files fit each kind of evidence (R7.6, R7.7)."""

from __future__ import annotations

PHOTOS = frozenset({"jpg", "jpeg", "png", "webp", "heic", "heif"})
VIDEOS = frozenset({"mp4", "mov"})


def fits(kind: str, extension: str) -> bool:
	"""Whether a file with this extension (lower case, no dot) can be evidence of `kind`.

	"Photo" is a picture and "Video" moves; an act or another document may be scanned or photographed.
	"""
	if kind == "Photo":
		return extension in PHOTOS
	return (extension in VIDEOS) == (kind == "Video")
