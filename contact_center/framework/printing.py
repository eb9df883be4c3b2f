"""A page is printed as PDF by wkhtmltopdf; where it is missing, the framework ends in error 500 and names no cure.

It does so too where the server cannot reach itself under its own address, for a style sheet: a page without its styles
is better than none. A report's page is written by the browser, and the framework prints whatever any account sends:
what the server alone can reach is not to be fetched for it. Later frameworks know Chromium too, for print formats that ask for it: those go past this.
"""

import re
import shutil
from functools import wraps
from typing import Any

import frappe
from bs4 import BeautifulSoup
from frappe import _
from frappe.utils import pdf, print_format

from contact_center.access import permissions
from contact_center.framework import scope, wrapped

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.utils.print_format.download_multi_pdf": "download_multi_pdf",
	"frappe.utils.print_format.report_to_pdf": "report_to_pdf",
}
ENGINE = "wkhtmltopdf"
# What opens another page within this one; a `meta` may lead elsewhere, or give the engine options.
PAGES_WITHIN = ["iframe", "frame", "object", "embed", "applet", "script", "base", "meta", "audio", "video"]
ADDRESSES = ("src", "href", "xlink:href", "data", "background", "poster", "srcset")
OWN_PATH = re.compile(r"/(assets|files)/[^\\]*")
FETCHED = re.compile(r"@import[^;]*;|@font-face\s*\{[^}]*\}|url\((?!['\"]?data:)[^)]*\)")


@frappe.whitelist()
def download_multi_pdf(**kwargs: Any) -> None:
	"""Send several documents as one PDF. PermissionError for citizens; the framework hides what is wrong with each."""
	if _is_ours():
		_check_staff()
		_check_engine()
	frappe.call(print_format.download_multi_pdf, **kwargs)


@frappe.whitelist()
def report_to_pdf(html: str = "", orientation: str = "Landscape") -> None:
	"""Send a report as PDF. PermissionError for citizens and without a report; nothing in it is fetched from elsewhere."""
	if not html:
		raise frappe.PermissionError
	if scope.is_installed() and scope.is_our_person():
		_check_staff()
		html = of_this_site(html)
	print_format.report_to_pdf(html, orientation)


def _check_staff() -> None:
	if not permissions.is_staff(frappe.session.user):
		frappe.throw(_("Reports are for the staff."), frappe.PermissionError)


def of_this_site(html: str) -> str:
	"""The page with nothing in it that is fetched but styles and pictures of this site."""
	soup = BeautifulSoup(html, "html5lib")
	for tag in soup.find_all(PAGES_WITHIN):
		tag.decompose()
	for tag in soup.find_all(lambda tag: tag.name != "a"):
		for name in ADDRESSES:
			if tag.get(name) and not _is_own(tag[name]):
				del tag[name]
	for picture in soup.find_all("img", src=False):  # the framework asks each for its address
		picture.decompose()
	return FETCHED.sub("", str(soup))


def _is_own(address: str) -> bool:
	path = address.strip().removeprefix(frappe.utils.get_url())
	return path.startswith("data:") or bool(OWN_PATH.fullmatch(path) and ".." not in path)


def apply() -> None:
	"""Ask for the engine before the framework calls it, once a process."""
	original = pdf.get_pdf
	if wrapped.by_us(original):
		return

	@wraps(original)
	def get_pdf(html: str, options: dict | None = None, *args: Any, **kwargs: Any) -> Any:
		if not _is_ours():
			return original(html, options, *args, **kwargs)
		_check_engine()
		try:
			return original(html, dict(options or {}), *args, **kwargs)
		except OSError as error:
			if "network error" not in str(error):
				raise
			return original(_standing_alone(html), options, *args, **kwargs)

	pdf.get_pdf = print_format.get_pdf = get_pdf


def _standing_alone(html: str) -> str:
	"""The page with nothing in it that has to be fetched."""
	soup = BeautifulSoup(html, "html5lib")
	for tag in soup.find_all(["link", "script"]):
		tag.decompose()
	for tag in soup.find_all(src=True):
		if not tag["src"].startswith("data:"):
			tag.decompose()
	return FETCHED.sub("", str(soup))


def _is_ours() -> bool:
	"""Whether a document or a person of ours is behind the call."""
	doctype = frappe.form_dict.get("doctype")
	return scope.is_installed() and scope.concerns_us(doctype if isinstance(doctype, str) else None)


def _check_engine() -> None:
	"""ValidationError that names the cure where the program is missing."""
	if not shutil.which(ENGINE):
		frappe.throw(
			_(
				"No PDF can be made here: the program {0} is missing on the server. An administrator installs it with"
				" “apt-get install {0}”; until then print from the browser."
			).format(ENGINE),
			title=_("Printing as PDF"),
		)
