"""Photos on their way in, without what they tell of their maker; and small ones of them for a slow line."""

import io

from PIL import Image, ImageOps, JpegImagePlugin

SIZE = (640, 640)
# A picture of more pixels is not unpacked at all: it may be made to fill the memory.
MAX_PIXELS = 60_000_000
KINDS = ("JPEG", "PNG", "WEBP")
# What a file of these kinds may say of itself; the rest tells place, moment, device or words of its maker.
PLAIN = frozenset(
	(
		"jfif jfif_version jfif_unit jfif_density dpi aspect icc_profile adobe adobe_transform progressive "
		"progression transparency interlace gamma srgb chromaticity loop background timestamp duration"
	).split()
)
PLAIN_PARTS = ("APP0", "APP2", "APP14")


def without_traces(content: bytes) -> bytes:
	"""The photo turned upright as its EXIF data say, and without them and their like (D1).

	The content itself where it holds nothing of the kind, is no JPEG, PNG or WebP, or cannot be read.
	"""
	try:
		image = Image.open(io.BytesIO(content), formats=KINDS)
		if image.width * image.height > MAX_PIXELS:
			image.draft(None, (image.width // 2, image.height // 2))  # only a JPEG can be read smaller
		if image.width * image.height > MAX_PIXELS:
			return content
		image.load()
		return _saved(image) if _tells(image) else content
	except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
		return content


def _tells(image: Image.Image) -> bool:
	parts = {name for name, _part in getattr(image, "applist", ())}
	return bool(image.info.keys() - PLAIN or parts - {*PLAIN_PARTS})


def _saved(image: Image.Image) -> bytes:
	how = {"icc_profile": image.info.get("icc_profile")}
	if isinstance(image, JpegImagePlugin.JpegImageFile):
		# As sharp as it came, and no larger.
		how |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
	upright = ImageOps.exif_transpose(image)
	upright.info = {name: value for name, value in image.info.items() if name == "transparency"}
	clean = io.BytesIO()
	upright.save(clean, image.format if image.format in KINDS else "JPEG", **how)
	return clean.getvalue()


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
