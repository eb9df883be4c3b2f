"""Photos as a telephone takes them: twelve million points, two to four megabytes, with their moment."""

import io
import random
from datetime import datetime

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 4000, 3000
SHAPES = 60
MAKE, OF_CAMERA, TAKEN = 0x010F, 0x8769, 0x9003
"""Tags of EXIF: the camera, its own directory, the moment."""
GRAIN = 0.45
QUALITY = 82


def photos(count: int) -> list[bytes]:
	"""Return so many, no two alike, nor like those of another run."""
	return [_photo(random.Random()) for _number in range(count)]


def _photo(draw: random.Random) -> bytes:
	coarse = Image.effect_noise((WIDTH // 8, HEIGHT // 8), 90).resize(
		(WIDTH, HEIGHT), Image.Resampling.BICUBIC
	)
	grey = Image.blend(coarse, Image.effect_noise((WIDTH, HEIGHT), 32), GRAIN)
	picture = Image.merge("RGB", [grey] * 3)
	pen = ImageDraw.Draw(picture)
	for _shape in range(SHAPES):
		left, top = draw.randrange(WIDTH), draw.randrange(HEIGHT)
		box = (left, top, left + draw.randrange(60, 700), top + draw.randrange(60, 700))
		(pen.rectangle if draw.random() < 0.5 else pen.ellipse)(box, fill=_colour(draw))
	return _as_jpeg(picture)


def _colour(draw: random.Random) -> tuple[int, int, int]:
	return draw.randrange(256), draw.randrange(256), draw.randrange(256)


def _as_jpeg(picture: Image.Image) -> bytes:
	exif = Image.Exif()
	exif[MAKE] = "Made for the bench"
	exif.get_ifd(OF_CAMERA)[TAKEN] = f"{datetime.now():%Y:%m:%d %H:%M:%S}"
	file = io.BytesIO()
	picture.save(file, "JPEG", quality=QUALITY, exif=exif)
	return file.getvalue()
