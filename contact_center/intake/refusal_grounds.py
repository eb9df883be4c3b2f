"""Why a request is refused: grounds with a text for its applicant, on record and counted (R5.8)."""

import json
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.framework import created_once
from contact_center.regulation.acts import REJECT, Act
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

DOCTYPE = "Refusal Ground"
SHIPPED = Path(__file__).with_name("refusal_grounds.json")


def install() -> None:
	"""Create the shipped grounds, each once on a site."""
	for title, text in json.loads(SHIPPED.read_text(encoding="utf-8")).items():
		created_once.create({"doctype": DOCTYPE, "title": title, "text": text}, title)


def for_desk() -> list[dict]:
	"""Return the grounds in use, [{title, text}], for the dialog of a refusal."""
	return frappe.get_all(DOCTYPE, {"is_active": 1}, ["title", "text"], order_by="title")


def need_ground(request: Document) -> None:
	"""Refuse a refusal without a ground in use, whatever door it comes by; a site that uses none has its reasons alone."""
	ground = request.refusal_ground
	if ground and frappe.db.get_value(DOCTYPE, ground, "is_active"):
		return
	titles = [each["title"] for each in for_desk()]
	if titles:
		problems.refuse(Problem(Kind.GROUND_NEEDED, tuple(titles)), title=_("Ground Needed"))


def keep(request: Document, act: Act | None) -> None:
	"""Keep a ground with a refusal alone: whatever else is done to the request takes it away."""
	if act and act is not REJECT:
		request.refusal_ground = None
