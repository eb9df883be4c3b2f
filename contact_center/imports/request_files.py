"""Read a CSV file of requests by `reading.csv_lines`, with refusals in the user's language."""

from pathlib import Path

import frappe

from contact_center.policy.own_fields import own_fields
from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import COLUMNS, NEEDED, Line, Sheet, read
from contact_center.words import problems

__all__ = ["COLUMNS", "NEEDED", "Line", "Sheet", "UnreadableFile", "open_sheet", "read"]


class UnreadableFile(frappe.ValidationError):
	"""Raised for a file that is no table of requests; the message names the cure."""


def open_sheet(path: Path) -> Sheet:
	"""Read the whole file once and describe it. Raises UnreadableFile: empty, not UTF-8, or without its header.

	Columns of the city's own fields are read by the names of the fields.
	"""
	try:
		return csv_lines.open_sheet(path, (*COLUMNS, *own_fields()))
	except csv_lines.UnreadableFile as fault:
		problems.refuse(fault.problem, error=UnreadableFile)
