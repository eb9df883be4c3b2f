"""What was found about evidence, in the operator's words: each with its reason, none a verdict (R6.3.3)."""

from collections.abc import Callable, Mapping, Sequence

from frappe import _
from frappe.utils import get_datetime

from contact_center.regulation.evidence_checks import Finding
from contact_center.words import speech


def sentence(kind: str, values: Sequence[str], own: str, numbers: Mapping[str, str]) -> str:
	"""Return the sentence of a finding about a file of request `own`; `numbers` of those requests that the reader may read."""
	finding = Finding(kind)
	if finding in (Finding.SEEN_FILE, Finding.SEEN_PICTURE):
		return _seen(finding is Finding.SEEN_FILE, values, own, numbers)
	return _SENTENCES[finding](*values)


def request_of(kind: str, values: Sequence[str]) -> str | None:
	"""Return the request that a finding points at."""
	return values[2] if Finding(kind) in (Finding.SEEN_FILE, Finding.SEEN_PICTURE) else None


def _seen(is_same_file: bool, values: Sequence[str], own: str, numbers: Mapping[str, str]) -> str:
	doctype, _name, request, when = values
	day = speech.date_words(get_datetime(when))
	if request != own:
		return _seen_elsewhere(is_same_file, numbers.get(request), day)
	if doctype == "Request":
		return (
			_("The applicant added this very file to this request on {0}.")
			if is_same_file
			else _("The applicant added this photo, or one very like it, to this request on {0}.")
		).format(day)
	return (
		_("This very file was handed in for this request before, on {0}.")
		if is_same_file
		else _("This photo, or one very like it, was handed in for this request before, on {0}.")
	).format(day)


def _seen_elsewhere(is_same_file: bool, number: str | None, day: str) -> str:
	if not number:
		return (
			_("This very file was added to another request on {0}.")
			if is_same_file
			else _("This photo, or one very like it, was added to another request on {0}.")
		).format(day)
	return (
		_("This very file was added to request {0} on {1}.")
		if is_same_file
		else _("This photo, or one very like it, was added to request {0} on {1}.")
	).format(number, day)


def _same_file(*kinds: str) -> str:
	return _("One file was handed in as different evidence: {0}.").format(
		", ".join(_(kind) for kind in kinds)
	)


def _taken_before(taken: str, registered: str) -> str:
	return _("By its own data the photo was taken on {0}, before the request was registered on {1}.").format(
		speech.moment_words(get_datetime(taken)), speech.moment_words(get_datetime(registered))
	)


def _taken_later(taken: str) -> str:
	return _(
		"By its own data the photo was taken on {0}, later than it was handed in: the camera's clock is wrong."
	).format(speech.moment_words(get_datetime(taken)))


def _taken_elsewhere(metres: str) -> str:
	far = int(metres)
	if far < 1000:
		return _("By its own data the photo was taken {0} m from the place of the request.").format(far)
	kilometres = f"{far / 1000:.1f}".replace(".", _(".", context="decimal mark"))
	return _("By its own data the photo was taken {0} km from the place of the request.").format(kilometres)


def _small(width: str, height: str, least: str) -> str:
	return _("The photo is small: {0}×{1} pixels, its shorter side should have at least {2}.").format(
		width, height, least
	)


def _blank_pages(pages: str, *blank: str) -> str:
	return _("Empty pages of {0}: {1}.").format(pages, ", ".join(blank))


def _coarse_scan(dpi: str, *pages: str) -> str:
	return _("The scan is coarse, {0} dots per inch; pages: {1}.").format(dpi, ", ".join(pages))


def _repeated_text(times: str) -> str:
	return _("The text of the result is word for word that of other tasks; so far: {0}.").format(times)


_SENTENCES: dict[Finding, Callable[..., str]] = {
	Finding.SAME_FILE: _same_file,
	Finding.TAKEN_BEFORE: _taken_before,
	Finding.TAKEN_LATER: _taken_later,
	Finding.TAKEN_ELSEWHERE: _taken_elsewhere,
	Finding.NOT_READABLE: lambda: _(
		"The file cannot be opened: it is damaged, too large or under a password."
	),
	Finding.SMALL: _small,
	Finding.DARK: lambda: _("The photo is almost black."),
	Finding.BRIGHT: lambda: _("The photo is almost white."),
	Finding.EVEN: lambda: _("The photo is of one colour: nothing can be made out."),
	Finding.BLURRED: lambda: _("The photo is blurred."),
	Finding.NO_PAGES: lambda: _("The document has no pages."),
	Finding.BLANK_PAGES: _blank_pages,
	Finding.COARSE_SCAN: _coarse_scan,
	Finding.REPEATED_TEXT: _repeated_text,
}
