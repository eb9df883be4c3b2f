"""What is served by its address alone: which paths lead to a file, and how a browser is to treat it.

Used by `scripts/wsgi.py` before there is a site, and by the site for private files: no `frappe` here.
"""

import os
from urllib.parse import quote

SHOWN = {
	"avif": "image/avif",
	"bmp": "image/bmp",
	"gif": "image/gif",
	"ico": "image/x-icon",
	"jpeg": "image/jpeg",
	"jpg": "image/jpeg",
	"mov": "video/quicktime",
	"mp3": "audio/mpeg",
	"mp4": "video/mp4",
	"pdf": "application/pdf",
	"png": "image/png",
	"txt": "text/plain; charset=utf-8",
	"webm": "video/webm",
	"webp": "image/webp",
}
"""{extension: type} of what a browser may open: none of them runs as a page of this site."""
PARTS = {
	"css": "text/css; charset=utf-8",
	"js": "text/javascript; charset=utf-8",
	"json": "application/json",
	"otf": "font/otf",
	"svg": "image/svg+xml",
	"ttf": "font/ttf",
	"woff": "font/woff",
	"woff2": "font/woff2",
}
"""{extension: type} of what pages take as a part, such as a logo or a theme. Opened by itself it is saved."""
UNKNOWN = "application/octet-stream"
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
SANDBOX_OF_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""Browsers show a PDF by a plugin or a page of their own, which a sandbox would stop."""


def leads_out(path: str) -> bool:
	"""Return whether a path, decoded already, leads up from where it is joined to, or ends early for the system."""
	return "\0" in path or ".." in path.replace("\\", "/").split("/")


def is_plain(path: str) -> bool:
	"""Return whether all parts of a path below a folder are names, and none a hidden file's."""
	parts = path.split("/")
	return not leads_out(path) and "\\" not in path and not any(part[:1] in ("", ".") for part in parts)


def find(folder: str, path: str | None, below: list[str]) -> str | None:
	"""Return the file at `path` below `folder`, if its true place is in one of the folders `below`; else None."""
	if not path or not is_plain(path):
		return None
	place = os.path.realpath(os.path.join(folder, path))
	roots = (os.path.realpath(each) for each in below)
	return place if any(place.startswith(root + os.sep) for root in roots) and os.path.isfile(place) else None


def extension_of(name: str) -> str:
	"""Return the extension by which a browser or a server would know the file, in lower case."""
	return os.path.splitext(name)[1].lstrip(".").lower()


def headers_of(name: str) -> dict[str, str]:
	"""Return the headers with which a stored file of this name is sent: it is shown, or saved, and never runs."""
	extension = extension_of(name)
	shown = extension in SHOWN
	disposition = "inline" if shown else "attachment"
	return {
		"Content-Type": SHOWN.get(extension) or PARTS.get(extension) or UNKNOWN,
		"Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(os.path.basename(name), safe='')}",
		"X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": SANDBOX_OF_PDF if extension == "pdf" else SANDBOX,
	}
