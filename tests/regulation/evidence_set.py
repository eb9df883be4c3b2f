"""Make what executors hand in, for the figures of the evidence checks: photos of works, scanned acts, and tricks with both.

Everything is drawn from a number: the same number gives the same file. No picture of anybody is in it.
"""

import io
from collections.abc import Callable

import numpy
from PIL import ExifTags, Image, ImageDraw, ImageEnhance, ImageFilter
from pypdf import PdfReader, PdfWriter

PHOTO_SIZE = (1600, 1200)
WORDS = (
	*("акт", "виконаних", "робіт", "заявка", "адреса", "вулиця", "будинок", "майстер", "замовник", "підпис"),
	*("труба", "засув", "прорив", "усунуто", "прибрано", "двір", "покрівля", "під’їзд", "ліхтар", "дата"),
)


def rng_of(number: int, salt: int = 0) -> numpy.random.Generator:
	return numpy.random.default_rng([number, salt])


def texture(rng: numpy.random.Generator, width: int, height: int, power: float) -> numpy.ndarray:
	"""Noise whose power falls with the frequency, as that of walls, grass and asphalt; 0 to 1."""
	across, down = numpy.fft.rfftfreq(width), numpy.fft.fftfreq(height)[:, None]
	radius = numpy.maximum(numpy.hypot(across, down), 1 / max(width, height))
	spectrum = rng.normal(size=(height, across.size)) + 1j * rng.normal(size=(height, across.size))
	noise = numpy.fft.irfft2(spectrum / radius**power, (height, width))
	return (noise - noise.min()) / (noise.max() - noise.min())


def scene(number: int, size: tuple[int, int] = PHOTO_SIZE) -> Image.Image:
	"""A yard, a road or a wall: sky or none, ground, things of many shapes with shadows, light of the hour, sensor noise."""
	rng = rng_of(number)
	width, height = size
	horizon = int(height * rng.uniform(0.1, 0.6))
	ground, wall = texture(rng, width, height, rng.uniform(0.9, 1.5)), texture(rng, width, height, 1.6)
	shade = numpy.where(numpy.arange(height)[:, None] < horizon, wall, ground)
	colors = rng.uniform(0.25, 1, (2, 3))
	rows = (numpy.arange(height)[:, None, None] < horizon).astype(float)
	pixels = shade[..., None] * (rows * colors[0] + (1 - rows) * colors[1])
	pixels = pixels * numpy.linspace(rng.uniform(0.7, 1.2), rng.uniform(0.7, 1.2), width)[None, :, None]
	image = Image.fromarray((numpy.clip(pixels, 0, 1) * 255).astype("uint8"))
	for _each in range(int(rng.integers(12, 40))):
		_thing(image, rng)
	image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.2)))
	grain = numpy.asarray(image, float) + rng.normal(0, rng.uniform(1, 6), (height, width, 1))
	return Image.fromarray(numpy.clip(grain, 0, 255).astype("uint8"))


def _thing(image: Image.Image, rng: numpy.random.Generator) -> None:
	width, height = image.size
	draw, color = (
		ImageDraw.Draw(image, "RGBA"),
		(*(int(c) for c in rng.integers(0, 256, 3)), int(rng.integers(120, 256))),
	)
	x, y = rng.uniform(0, width), rng.uniform(0, height)
	w, h = rng.lognormal(4.6, 0.8, 2)
	kind = rng.integers(0, 4)
	if kind == 0:
		draw.rectangle(
			(x, y, x + w, y + h), fill=color, outline=(20, 20, 20, 255), width=int(rng.integers(0, 6))
		)
	elif kind == 1:
		draw.ellipse((x, y, x + w, y + h), fill=color)
	elif kind == 2:
		corners = [(x + rng.normal(0, w), y + rng.normal(0, h)) for _corner in range(int(rng.integers(3, 7)))]
		draw.polygon(corners, fill=color)
	else:
		draw.line(
			(x, y, x + rng.normal(0, 4 * w), y + rng.normal(0, 4 * h)),
			fill=color,
			width=int(rng.integers(2, 20)),
		)


def jpeg(image: Image.Image, quality: int = 88, exif: Image.Exif | None = None) -> bytes:
	content = io.BytesIO()
	image.convert("RGB").save(content, "JPEG", quality=quality, **({"exif": exif} if exif else {}))
	return content.getvalue()


def exif(taken: str = "", position: tuple[float, float] | None = None) -> Image.Exif:
	"""What a phone notes: «2026:03:02 10:00:00», and where."""
	data = Image.Exif()
	data[ExifTags.Base.Make] = "Перевірофон"
	if taken:
		data[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: taken}
	if position:
		latitude, longitude = position
		data[ExifTags.IFD.GPSInfo] = {
			1: "N" if latitude >= 0 else "S",
			2: _degrees(abs(latitude)),
			3: "E" if longitude >= 0 else "W",
			4: _degrees(abs(longitude)),
		}
	return data


def _degrees(value: float) -> tuple[float, float, float]:
	minutes = (value - int(value)) * 60
	return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)


# Tricks with a photo that was handed in before


def cropped(image: Image.Image, rng: numpy.random.Generator, kept: float) -> Image.Image:
	"""A part of the picture, `kept` of its width and of its height, from anywhere in it."""
	width, height = (int(side * kept) for side in image.size)
	left, top = (
		int(rng.integers(0, side - part + 1)) for side, part in zip(image.size, (width, height), strict=True)
	)
	return image.crop((left, top, left + width, top + height))


def turned(image: Image.Image, degrees: float) -> Image.Image:
	"""The picture turned by some degrees, without the empty corners that this leaves."""
	if degrees % 90 == 0:
		return image.rotate(degrees, expand=True)
	wide = image.rotate(degrees, Image.Resampling.BICUBIC)
	width, height = image.size
	lean = numpy.tan(numpy.radians(abs(degrees)))
	edge = int(min(width, height) * lean / 2 + 1)
	return wide.crop((edge, edge, width - edge, height - edge))


def _resized(image: Image.Image, width: int) -> Image.Image:
	return image.resize((width, image.height * width // image.width), Image.Resampling.BICUBIC)


def _messenger(image: Image.Image, rng: numpy.random.Generator) -> bytes:
	"""Sent by a messenger twice: smaller, re-compressed, re-compressed."""
	once = Image.open(io.BytesIO(jpeg(_resized(image, 1280), 75)))
	return jpeg(_resized(once, 960), 60)


def _relit(image: Image.Image, rng: numpy.random.Generator) -> bytes:
	light = ImageEnhance.Brightness(image).enhance(rng.choice([0.7, 1.3]))
	return jpeg(ImageEnhance.Contrast(light).enhance(rng.uniform(0.8, 1.2)))


def _stamped(image: Image.Image, rng: numpy.random.Generator) -> bytes:
	"""A date painted into the corner."""
	copy = image.copy()
	draw = ImageDraw.Draw(copy)
	draw.rectangle((copy.width - 420, copy.height - 90, copy.width - 20, copy.height - 30), fill="black")
	draw.text((copy.width - 400, copy.height - 80), "14.09.2026 12:40", fill="orange", font_size=40)
	return jpeg(copy, 80)


TRICKS: dict[str, Callable[[Image.Image, numpy.random.Generator], bytes]] = {
	"re-compressed, quality 50": lambda image, rng: jpeg(image, 50),
	"re-compressed, quality 20": lambda image, rng: jpeg(image, 20),
	"smaller, 640 wide": lambda image, rng: jpeg(_resized(image, 640), 80),
	"sent by a messenger twice": _messenger,
	"brighter or darker": _relit,
	"a date painted in": _stamped,
	"black and white": lambda image, rng: jpeg(image.convert("L")),
	"turned by 90": lambda image, rng: jpeg(turned(image, 90)),
	"turned by 180": lambda image, rng: jpeg(turned(image, 180), 70),
	"mirrored": lambda image, rng: jpeg(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
	"turned by 5": lambda image, rng: jpeg(turned(image, 5)),
	"turned by 15": lambda image, rng: jpeg(turned(image, 15)),
	"cropped to 90 %": lambda image, rng: jpeg(cropped(image, rng, 0.9)),
	"cropped to 75 %": lambda image, rng: jpeg(cropped(image, rng, 0.75), 75),
	"cropped to 60 %": lambda image, rng: jpeg(cropped(image, rng, 0.6), 75),
	"cropped to 50 %": lambda image, rng: jpeg(cropped(image, rng, 0.5), 75),
	"cropped to 75 %, turned, smaller": lambda image, rng: jpeg(
		_resized(turned(cropped(image, rng, 0.75), 90), 800), 70
	),
	"cropped to 75 %, mirrored": lambda image, rng: jpeg(
		cropped(image, rng, 0.75).transpose(Image.Transpose.FLIP_LEFT_RIGHT), 75
	),
}


# Photos that show nothing


UNREADABLE: dict[str, Callable[[int], bytes]] = {
	"black, 40×30": lambda number: jpeg(Image.new("RGB", (40, 30))),
	"small, 200×150": lambda number: jpeg(_resized(scene(number), 200)),
	"lens covered": lambda number: jpeg(_faint(number, 6, 3)),
	"night without a lamp": lambda number: jpeg(ImageEnhance.Brightness(scene(number)).enhance(0.06)),
	"against the sun": lambda number: jpeg(
		Image.eval(scene(number), lambda value: min(255, 215 + value // 5))
	),
	"one colour": lambda number: jpeg(_faint(number, 128, 2)),
	"out of focus": lambda number: jpeg(_grained(scene(number).filter(ImageFilter.GaussianBlur(14)), number)),
	"shaken": lambda number: jpeg(_grained(_shaken(scene(number), 60), number)),
}


def _faint(number: int, level: int, grain: float) -> Image.Image:
	pixels = rng_of(number).normal(level, grain, (1200, 1600, 1)).clip(0, 255).repeat(3, axis=2)
	return Image.fromarray(pixels.astype("uint8"))


def _grained(image: Image.Image, number: int) -> Image.Image:
	"""With the grain of the sensor, which no lens blurs."""
	grain = rng_of(number, 5).normal(0, 4, (image.height, image.width, 1))
	return Image.fromarray((numpy.asarray(image, float) + grain).clip(0, 255).astype("uint8"))


def _shaken(image: Image.Image, length: int) -> Image.Image:
	pixels = numpy.asarray(image, float)
	sums = numpy.cumsum(numpy.pad(pixels, ((0, 0), (length, 0), (0, 0)), mode="edge"), axis=1)
	moved = (sums[:, length:] - sums[:, :-length]) / length
	moved = numpy.cumsum(numpy.pad(moved, ((length // 2, 0), (0, 0), (0, 0)), mode="edge"), axis=0)
	moved = (moved[length // 2 :] - moved[: -(length // 2)]) / (length // 2)
	return Image.fromarray(moved.clip(0, 255).astype("uint8"))


# Acts


def page(number: int, dpi: int = 200, blank: bool = False) -> Image.Image:
	"""A scanned A4 page of an act: the form that all share, what is written into it, a signature, the grain of the scanner."""
	rng = rng_of(number, 7)
	size = (int(8.27 * dpi), int(11.69 * dpi))
	image = Image.new("L", size, 250)
	draw = ImageDraw.Draw(image)
	if not blank:
		form = rng_of(0, 8)
		draw.text((size[0] // 4, dpi // 2), "АКТ ВИКОНАНИХ РОБІТ", fill=20, font_size=dpi // 6)
		for line in range(36):
			words = " ".join((form if line % 3 else rng).choice(WORDS, 7))
			draw.text((dpi // 2, dpi + line * dpi // 4), words, fill=30, font_size=dpi // 9)
		points = [
			(size[0] * 0.6 + step * dpi / 20, size[1] * 0.92 + rng.normal(0, dpi / 12)) for step in range(20)
		]
		draw.line(points, fill=60, width=3)
	grain = numpy.asarray(image, float) + rng.normal(0, 2, size[::-1])
	return Image.fromarray(grain.clip(0, 255).astype("uint8"))


def scan(*pages: Image.Image, dpi: int = 200) -> bytes:
	"""A PDF of scanned pages."""
	content = io.BytesIO()
	first, *others = (each.convert("RGB") for each in pages)
	first.save(content, "PDF", resolution=dpi, save_all=True, append_images=others)
	return content.getvalue()


def typed(number: int, pages: int = 1, blank: int = 0) -> bytes:
	"""A PDF that a text editor has made: pages with text, and so many empty ones."""
	from pypdf.generic import DecodedStreamObject, NameObject

	writer = PdfWriter()
	for each in range(pages + blank):
		added = writer.add_blank_page(595, 842)
		if each < pages:
			stream = DecodedStreamObject()
			stream.set_data(
				f"BT /F1 12 Tf 72 720 Td (Act {number}, page {each + 1}, works done) Tj ET".encode()
			)
			added[NameObject("/Contents")] = writer._add_object(stream)
	content = io.BytesIO()
	writer.write(content)
	return content.getvalue()


# Honest ones


def night(number: int) -> Image.Image:
	"""The scene in the light of one lamp."""
	image = ImageEnhance.Brightness(scene(number)).enhance(0.25)
	pixels, rng = numpy.asarray(image, float), rng_of(number, 9)
	x, y = rng.uniform(0.2, 0.8) * image.width, rng.uniform(0.2, 0.8) * image.height
	away = numpy.hypot(numpy.arange(image.width) - x, numpy.arange(image.height)[:, None] - y)
	lit = 1 + 4 * numpy.exp(-((away / 350) ** 2))
	return Image.fromarray((pixels * lit[..., None]).clip(0, 255).astype("uint8"))


def shot_again(number: int, steps: float) -> Image.Image:
	"""The scene from another place, its corners moved by `steps` of a side, with other things in front and other light."""
	rng, image = rng_of(number, 11), scene(number)
	width, height = image.size
	corners = [
		(x + rng.normal(0, steps) * width, y + rng.normal(0, steps) * height)
		for x in (0, width)
		for y in (0, height)
	]
	rows, targets = [], []
	for (x, y), (u, v) in zip([(0, 0), (0, height), (width, 0), (width, height)], corners, strict=True):
		rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
		targets += [u, v]
	seen_from = numpy.linalg.solve(numpy.array(rows), numpy.array(targets))
	moved = image.transform(
		image.size, Image.Transform.PERSPECTIVE, seen_from.tolist(), Image.Resampling.BICUBIC
	)
	for _each in range(6):
		_thing(moved, rng)
	return ImageEnhance.Brightness(moved).enhance(float(rng.uniform(0.7, 1.3)))
