"""Measure a picture: how large, light and sharp it is, and what its camera noted of time and place.

Grey values are those of a picture made smaller to LOOKED_AT pixels a side at most: what can be recognised in it, not how
good its sensor is. A twentieth of it is darker than `dark`, another lighter than `light`. `sharpness` is how far a pixel
differs from the mean of its four neighbours, where a hundredth of the picture differs more: an edge that is sharp makes
it large, grain that is everywhere does not.
"""

from __future__ import annotations

import io
import math
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy
from PIL import ExifTags, Image

from contact_center.regulation.evidence_checks import PictureMeasures
from contact_center.regulation.plausible import Position

FORMATS = ("JPEG", "PNG", "WEBP")
LOOKED_AT = 480
MAX_PIXELS = 60_000_000
"""As in access.pictures: a picture of more is not unpacked, but for a JPEG, which can be read smaller."""
WRITTEN = "%Y:%m:%d %H:%M:%S"
LARGEST_OFFSET = timedelta(hours=14)


def opened(content: bytes) -> tuple[Image.Image, PictureMeasures]:
	"""Return the picture, made smaller, and its measures. What Pillow raises where it cannot be read, ValueError for too many pixels."""
	image: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
	width, height = image.size
	image.draft("L", (2 * LOOKED_AT, 2 * LOOKED_AT))
	if image.width * image.height > MAX_PIXELS:
		raise ValueError("too many pixels")
	taken, position = told(image)
	gray = _on_white(image)
	gray.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX)
	dark, light, sharpness = measured(gray)
	return gray, PictureMeasures(width, height, dark, light, sharpness, taken, position)


def _on_white(image: Image.Image) -> Image.Image:
	if "A" not in image.getbands() and "transparency" not in image.info:
		return image.convert("L")
	layer = image.convert("LA")
	white = Image.new("L", layer.size, 255)
	white.paste(layer.getchannel("L"), mask=layer.getchannel("A"))
	return white


def measured(gray: Image.Image) -> tuple[float, float, float]:
	"""Return (dark, light, sharpness) of a grey picture."""
	pixels = numpy.asarray(gray, dtype=numpy.float32)
	dark, light = numpy.percentile(pixels, (5, 95))
	if min(pixels.shape) < 3:
		return float(dark), float(light), 0.0
	inner = pixels[1:-1, 1:-1]
	around = pixels[:-2, 1:-1] + pixels[2:, 1:-1] + pixels[1:-1, :-2] + pixels[1:-1, 2:]
	sharpness = numpy.percentile(numpy.abs(inner - around / 4), 99)
	return float(dark), float(light), float(sharpness)


def told(image: Image.Image) -> tuple[datetime | None, Position | None]:
	"""Return when and where the camera says that it took the picture; None for what it does not say, or not in a way that makes sense."""
	try:
		exif = image.getexif()
		return _taken(exif.get_ifd(ExifTags.IFD.Exif)), _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
	except Exception:  # what Pillow stumbles over in broken EXIF data is of any kind
		return None, None


def _taken(tags: dict[int, Any]) -> datetime | None:
	written = tags.get(ExifTags.Base.DateTimeOriginal) or tags.get(ExifTags.Base.DateTimeDigitized)
	try:
		moment = datetime.strptime(str(written).strip("\x00 "), WRITTEN)
	except ValueError:
		return None
	offset = _offset(str(tags.get(ExifTags.Base.OffsetTimeOriginal) or ""))
	return moment.replace(tzinfo=offset) if offset and moment.year > 1 else moment


def _offset(written: str) -> timezone | None:
	"""Return the zone of «+02:00»."""
	sign, hours, minutes = written[:1], written[1:3], written[4:6]
	if sign not in ("+", "-") or not (hours.isdecimal() and minutes.isdecimal()):
		return None
	ahead = timedelta(hours=int(hours), minutes=int(minutes))
	return timezone(ahead if sign == "+" else -ahead) if ahead <= LARGEST_OFFSET else None


def _position(tags: dict[int, Any]) -> Position | None:
	try:
		latitude = _degrees(tags[ExifTags.GPS.GPSLatitude], tags.get(ExifTags.GPS.GPSLatitudeRef) == "S")
		longitude = _degrees(tags[ExifTags.GPS.GPSLongitude], tags.get(ExifTags.GPS.GPSLongitudeRef) == "W")
	except (KeyError, TypeError, ValueError, ZeroDivisionError):
		return None
	if not (math.isfinite(latitude) and math.isfinite(longitude)) or not (latitude or longitude):
		return None  # a phone that does not know yet writes zeros
	return Position(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(parts: Any, negative: bool) -> float:
	degrees, minutes, seconds = (float(part) for part in parts)
	value = degrees + minutes / 60 + seconds / 3600
	return -value if negative else value
