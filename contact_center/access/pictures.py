"""Photos on their way in, without what they tell of their maker; and small ones of them for a slow line."""

import io
from collections.abc import Callable

import pi_heif
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin

from contact_center.access import containers

SIZE, SMALL_QUALITY = (
	(320, 320),
	50,
)  # twice as wide as it is shown on a phone; some 15 KB of a detailed photo
# A picture of more pixels is not unpacked at all: it may be made to fill the memory.
MAX_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
STRIPPED: dict[str, Callable[[bytes], bytes]] = {
	"JPEG": containers.stripped_jpeg,
	"PNG": containers.stripped_png,
	"WEBP": containers.stripped_webp,
}
QUALITY = 90


def without_traces(content: bytes) -> bytes:
	"""The JPEG, PNG or WebP as it shows, turned upright as its EXIF data say, and nothing else (D1).

	Its picture stays byte for byte where it stands upright. ValueError, OSError, SyntaxError or
	DecompressionBombError where it cannot be read.
	"""
	image = Image.open(io.BytesIO(content), formats=FORMATS)
	form = image.format if image.format in FORMATS else "JPEG"  # MPO: several pictures in one JPEG
	if form == "PNG":  # unpacked below, since its EXIF data may lie behind the picture
		_check_size(image)
	if _orientation(image) in (None, 0, 1):
		return STRIPPED[form](content)
	return STRIPPED[form](_turned(image, form))


def _orientation(image: Image.Image) -> int | None:
	return image.getexif().get(ExifTags.Base.Orientation)


def _turned(image: Image.Image, form: str) -> bytes:
	if image.width * image.height > MAX_PIXELS:
		image.draft(None, (image.width // 2, image.height // 2))  # only a JPEG can be read smaller
	_check_size(image)
	image.load()
	how = {"icc_profile": image.info.get("icc_profile")}
	if isinstance(image, JpegImagePlugin.JpegImageFile):
		# As sharp as it came, and no larger.
		how |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
	upright = ImageOps.exif_transpose(image)
	upright.info = {name: value for name, value in image.info.items() if name == "transparency"}
	clean = io.BytesIO()
	upright.save(clean, form, **how)
	return clean.getvalue()


def _check_size(image) -> None:
	width, height = image.size
	if width * height > MAX_PIXELS:
		raise ValueError("too many pixels")


def jpeg_of_heic(content: bytes) -> bytes:
	"""A HEIC, which few browsers show, as an upright JPEG with its EXIF data. ValueError where it cannot be read.

	Staff evidence keeps what the photo tells of its place; the caller strips what a citizen sent.
	"""
	heic = pi_heif.open_heif(io.BytesIO(content))
	_check_size(heic)
	image = heic.to_pillow()  # turned by the decoder, which also corrects the EXIF data
	saved = io.BytesIO()
	exif, icc_profile = image.info.get("exif"), image.info.get("icc_profile")
	more = {name: value for name, value in (("exif", exif), ("icc_profile", icc_profile)) if value}
	image.convert("RGB").save(saved, "JPEG", quality=QUALITY, **more)
	return saved.getvalue()


def thumbnail(content: bytes) -> bytes:
	"""A WebP of at most SIZE, turned upright as its EXIF data say; the content itself where it cannot be made."""
	try:
		image = Image.open(io.BytesIO(content))
		_check_size(image)
		image.draft("RGB", SIZE)
		image = ImageOps.exif_transpose(image)
		image.thumbnail(SIZE)
		small = io.BytesIO()
		image.convert("RGB").save(small, "WEBP", quality=SMALL_QUALITY)
		return small.getvalue()
	except (OSError, ValueError, Image.DecompressionBombError):
		return content
