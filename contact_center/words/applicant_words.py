"""How an applicant's marks are said to who talks with them (P1)."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from contact_center.regulation.applicant_marks import Mark, marks_of


def marks(values: Mapping[str, Any]) -> list[str]:
	"""Return the marks as people say them: «ВПО, зареєстроване місце проживання: Бахмут, вул. Миру, 5»."""
	return [_in_words(mark, detail) for mark, detail in marks_of(values)]


def _in_words(mark: Mark, detail: str) -> str:
	if mark is Mark.NGO:
		return _("NGO: {0}").format(detail) if detail else _("NGO")
	return _("displaced person, registered at: {0}").format(detail) if detail else _("displaced person")
