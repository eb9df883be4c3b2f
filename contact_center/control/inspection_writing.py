"""Inspections and samples are written by their acts alone, whatever a form or REST sends (R7.3, R9.2.4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import frappe

from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

_acting: ContextVar[bool] = ContextVar("contact_center_inspection_acting", default=False)


@contextmanager
def acting() -> Iterator[None]:
	"""Let inspections be written inside the block, whose caller has checked the act."""
	token = _acting.set(True)
	try:
		yield
	finally:
		_acting.reset(token)


def check_acting() -> None:
	"""Raise PermissionError where an inspection is written by its form: its acts write it."""
	if not _acting.get():
		forbid()


def forbid() -> None:
	"""Raise PermissionError: an inspection is changed by its acts alone, and never deleted."""
	problems.refuse(Problem(Kind.INSPECTION_IS_LASTING), error=frappe.PermissionError)
