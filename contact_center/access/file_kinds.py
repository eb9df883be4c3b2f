"""All kinds of files that may come in: how each is known by its content, and made to tell nothing of its maker (D1).

One table: a kind that is not in it is not admitted, whatever the settings name, and none is in it without a cleaner.
"""

from collections.abc import Callable
from dataclasses import dataclass

from contact_center.access import papers, pictures, videos
from contact_center.access.containers import PNG_SIGNATURE

Clean = Callable[[bytes], bytes]


def _unchanged(content: bytes) -> bytes:
	return content


@dataclass(frozen=True)
class Kind:
	"""A kind of file. `names` are its extensions, the usual one first; `stored` is the one that it is kept under.

	`clean` leaves out what tells of the maker, `show` only makes it one that browsers show; both raise what the
	reading library raises where the content cannot be read.
	"""

	names: tuple[str, ...]
	is_one: Callable[[bytes], bool]
	clean: Clean
	show: Clean = _unchanged
	stored: str = ""

	def named(self, extension: str) -> str:
		"""The extension to keep the file under; a usual spelling of it stays."""
		return self.stored or (extension if extension in self.names else self.names[0])


HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")
MP4_BRANDS = frozenset(
	(
		b"mp41",
		b"mp42",
		b"isom",
		b"iso2",
		b"iso4",
		b"iso5",
		b"iso6",
		b"avc1",
		b"M4V ",
		b"M4VH",
		b"MSNV",
		b"dash",
	)
)


def _brands(content: bytes) -> tuple[bytes, list[bytes]]:
	"""What an MP4, a MOV or a HEIC calls itself: its own brand, and those that it is compatible with."""
	if content[4:8] != b"ftyp":
		return b"", []
	end = min(int.from_bytes(content[:4], "big"), 256)
	return content[8:12], [content[place : place + 4] for place in range(16, end, 4)]


def _is_heic(content: bytes) -> bool:
	brand, others = _brands(content)
	return brand in HEIC_BRANDS or (
		brand in (b"mif1", b"msf1") and any(each in HEIC_BRANDS for each in others)
	)


def _is_text(content: bytes) -> bool:
	"""Text has no mark of its own: what is readable text and no page of markup."""
	try:
		return (
			b"\0" not in content
			and bool(content)
			and not content.decode().lstrip("\ufeff \t\r\n").startswith("<")
		)
	except UnicodeDecodeError:
		return False


def _clean_heic(content: bytes) -> bytes:
	return pictures.without_traces(pictures.jpeg_of_heic(content))


def _clean_packed(content: bytes) -> bytes:
	return papers.packed_without_traces(content, _clean_part)


def _clean_part(name: str, content: bytes) -> bytes:
	kind = next((kind for kind in PICTURES if kind.is_one(content)), None)
	return kind.clean(content) if kind else content


def _is_packed(content: bytes, part: str) -> bool:
	return content[:4] == b"PK\x03\x04" and part in (names := papers.names_in(content)) and not _runs(names)


def _runs(names: set[str]) -> bool:
	return any(
		name.rpartition("/")[2].startswith("vbaProject") or name.startswith(("Basic/", "Scripts/"))
		for name in names
	)


def _is_open_document(content: bytes, kind: bytes) -> bool:
	mimetype = b"mimetypeapplication/vnd.oasis.opendocument." + kind
	return mimetype in content[:150] and _is_packed(content, "content.xml")


PICTURES = (
	Kind(("jpg", "jpeg"), lambda content: content[:3] == b"\xff\xd8\xff", pictures.without_traces),
	Kind(("png",), lambda content: content.startswith(PNG_SIGNATURE), pictures.without_traces),
	Kind(
		("webp",),
		lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
		pictures.without_traces,
	),
)
KINDS = (
	*PICTURES,
	Kind(("heic", "heif"), _is_heic, _clean_heic, show=pictures.jpeg_of_heic, stored="jpg"),
	Kind(("pdf",), lambda content: content.lstrip()[:5] == b"%PDF-", papers.pdf_without_traces),
	Kind(("mp4",), lambda content: _brands(content)[0] in MP4_BRANDS, videos.without_traces),
	Kind(("mov",), lambda content: _brands(content)[0] == b"qt  ", videos.without_traces),
	Kind(("docx",), lambda content: _is_packed(content, "word/document.xml"), _clean_packed),
	Kind(("xlsx",), lambda content: _is_packed(content, "xl/workbook.xml"), _clean_packed),
	Kind(("odt",), lambda content: _is_open_document(content, b"text"), _clean_packed),
	Kind(("ods",), lambda content: _is_open_document(content, b"spreadsheet"), _clean_packed),
)
# Known by their names alone, and nothing in them but their text.
TEXTS = (Kind(("txt",), _is_text, _unchanged), Kind(("csv",), _is_text, _unchanged))
KNOWN = frozenset(name for kind in (*KINDS, *TEXTS) for name in kind.names)


def kind_of(content: bytes, extension: str) -> Kind | None:
	"""The content's kind, whatever its name; text alone is believed to be what its name calls it."""
	kind = next((kind for kind in KINDS if kind.is_one(content)), None)
	return kind or next((kind for kind in TEXTS if extension in kind.names and kind.is_one(content)), None)
