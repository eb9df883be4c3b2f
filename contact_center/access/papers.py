"""Documents without what they tell of their maker: PDF, Word, Excel, OpenDocument (D1)."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, PdfObject, StreamObject

from contact_center.access.containers import stripped_jpeg

TELLING = ("/Metadata", "/PieceInfo", "/LastModified")
MAX_UNPACKED = 200 * 1024 * 1024
# What a document says of itself, by name in small letters; each is put back empty, since others point at it.
NOTHING = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE = (
	NOTHING
	+ b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
# Where what is not Word itself writes them, under a random name.
PACKAGE_CORE = "package/services/metadata/core-properties/"
EMPTY = {
	"docprops/core.xml": CORE,
	"docprops/app.xml": NOTHING
	+ b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
	"docprops/custom.xml": NOTHING
	+ b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
	"meta.xml": NOTHING
	+ b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
	"word/people.xml": NOTHING
	+ b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}


class Locked(ValueError):
	"""The document opens with a password only: nobody here could read it."""


class _Reader(PdfReader):
	"""Reads each table of a PDF's objects once: the library follows tables that name one another without end."""

	def __init__(self, content: bytes):
		self._read_from: set[int] = set()
		super().__init__(io.BytesIO(content))

	def _read_xref(self, stream: IO) -> int | None:
		self._check_new(stream)
		return super()._read_xref(stream)

	def _read_pdf15_xref_stream(self, stream: IO) -> Any:
		self._check_new(stream)
		return super()._read_pdf15_xref_stream(stream)

	def _check_new(self, stream: IO) -> None:
		place = stream.tell()
		if place in self._read_from:
			raise ValueError("tables of a PDF that name one another")
		self._read_from.add(place)


def pdf_without_traces(content: bytes) -> bytes:
	"""The PDF without Info, XMP and what its photos say. Locked where it asks for a password; else what pypdf raises.

	A signed one stays as it is: the signature names its maker anyway, and any change would break it.
	"""
	reader = _Reader(content)
	if reader.is_encrypted and not reader.decrypt(""):
		raise Locked
	if _is_signed(reader):
		return content
	writer = PdfWriter(clone_from=reader)
	for each in writer._objects:
		_strip(each)
	if "/Info" not in reader.trailer:  # some versions of the library take another object for it then
		writer._info = writer._add_object(DictionaryObject())
	elif writer._info is not None:
		writer._info.get_object().clear()
	# once more, so that what nothing points at any longer is not written along
	return _written(PdfWriter(clone_from=PdfReader(io.BytesIO(_written(writer)))))


def _written(writer: PdfWriter) -> bytes:
	content = io.BytesIO()
	writer.write(content)
	return content.getvalue()


def _is_signed(reader: PdfReader) -> bool:
	form = reader.trailer["/Root"].get_object().get("/AcroForm")
	return bool(form) and int(form.get_object().get("/SigFlags", 0)) & 1 == 1


def _strip(each: PdfObject | None) -> None:
	if not isinstance(each, DictionaryObject):
		return
	for name in TELLING:
		each.pop(NameObject(name), None)
	if isinstance(each, StreamObject) and each.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
		with suppress(
			ValueError
		):  # no whole JPEG: it shows nothing, and it tells nothing that could be found
			each._data = stripped_jpeg(each._data)


def names_in(content: bytes) -> set[str]:
	"""Names of what a packed document holds; none where it is not packed."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as packed:
			return set(packed.namelist())
	except (zipfile.BadZipFile, ValueError, NotImplementedError):
		return set()


def packed_without_traces(content: bytes, clean: Callable[[str, bytes], bytes]) -> bytes:
	"""The packed document with its properties empty and its pictures cleaned by `clean(name, content)`."""
	result = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(result, "w") as target:
		if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
			raise ValueError("too large unpacked")
		for each in packed.infolist():
			part = _empty(each.filename) or clean(each.filename, packed.read(each))
			blank = zipfile.ZipInfo(each.filename)  # dated 1980
			blank.compress_type = each.compress_type
			target.writestr(blank, part)
	return result.getvalue()


def _empty(name: str) -> bytes | None:
	"""What is put back for a part that tells of the maker; None for any other. Names of parts know no case."""
	name = name.lower()
	if name.startswith(PACKAGE_CORE):
		return CORE
	return EMPTY.get(
		"meta.xml" if name.endswith("/meta.xml") else name
	)  # an object in the document has one too
