"""Small pictures of large photos: a cheap phone on a slow line need not load them whole."""

import io

from PIL import Image, ImageOps

SIZE = (640, 640)
# A picture of more pixels is not unpacked at all: it may be made to fill the memory.
MAX_PIXELS = 60_000_000


def thumbnail(content: bytes) -> bytes:
	"""A JPEG of at most SIZE, turned upright as its EXIF data say; the content itself where it cannot be made."""
	try:
		image = Image.open(io.BytesIO(content))
		if image.width * image.height > MAX_PIXELS:
			return content
		image.draft("RGB", SIZE)
		image = ImageOps.exif_transpose(image)
		image.thumbnail(SIZE)
		small = io.BytesIO()
		image.convert("RGB").save(small, "JPEG", quality=80)
		return small.getvalue()
	except (OSError, ValueError, Image.DecompressionBombError):
		return content
