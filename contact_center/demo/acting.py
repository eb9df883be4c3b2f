"""Let the people of the demo city act under their own name and time, by the same functions as real users."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import frappe
from PIL import Image, ImageDraw

from contact_center.access import files
from contact_center.record import clock
from contact_center.regulation.stages import Stage
from contact_center.workflows.states import state_for

NAMES = {"Photo": "foto.png", "Act": "akt.png", "Document": "dokument.png", "Video": "video.mp4"}
VIDEO = Path(__file__).with_name("work.mp4")


@contextmanager
def acting(user: str, moment: datetime) -> Iterator[None]:
	"""Act as `user` at `moment` (aware) inside the block."""
	before = frappe.session.user
	_become(user)
	try:
		with clock.at(moment):
			yield
	finally:
		_become(before)


def _become(user: str) -> None:
	"""Set the user but keep the local cache, which does not depend on the user: a request changes user six times."""
	cache = frappe.local.cache
	frappe.set_user(user)
	frappe.local.cache = cache


def move(doc, stage: Stage, **values) -> None:
	"""Fill the fields, set the first state of the stage, and save, as the button in the form does."""
	doc.update({**values, "workflow_state": state_for(doc.doctype, stage)})
	doc.save()


def attach_evidence(task, kinds: list[str]) -> list[dict]:
	"""Attach a file of each kind and return the rows of the evidence table."""
	rows = []
	for kind in kinds:
		file = files.attach("Request Task", task.name, NAMES[kind], _content(kind))
		rows.append({"kind": kind, "file": file.file_url})
	return rows


def _content(kind: str) -> bytes:
	return VIDEO.read_bytes() if kind == "Video" else picture(kind)


@lru_cache
def picture(kind: str) -> bytes:
	"""Draw a small PNG of a street for "Photo", else of a sheet of paper with a seal."""
	image = Image.new("RGB", (640, 420), "#b9d4e8" if kind == "Photo" else "#fbfaf5")
	draw = ImageDraw.Draw(image)
	if kind == "Photo":
		_draw_street(draw)
	else:
		_draw_paper(draw)
	content = io.BytesIO()
	image.quantize(16).save(content, "PNG", optimize=True)
	return content.getvalue()


def _draw_street(draw: ImageDraw.ImageDraw) -> None:
	draw.rectangle((0, 290, 640, 420), fill="#6d6f73")
	for left in range(20, 640, 120):
		draw.rectangle((left, 350, left + 60, 358), fill="#f2f2f2")
	for left, top, color in ((40, 110, "#d9c7a3"), (250, 70, "#c9b28a"), (460, 130, "#d2bd96")):
		draw.rectangle((left, top, left + 150, 290), fill=color)
		for row in range(top + 20, 270, 45):
			for column in range(left + 18, left + 130, 42):
				draw.rectangle((column, row, column + 24, row + 26), fill="#4d6a80")


def _draw_paper(draw: ImageDraw.ImageDraw) -> None:
	draw.rectangle((180, 30, 460, 46), fill="#333333")
	for top in range(80, 320, 24):
		draw.rectangle((60, top, 580 if top % 48 else 470, top + 6), fill="#9a9a9a")
	draw.ellipse((90, 325, 170, 405), outline="#2f5fa8", width=4)
	draw.line((360, 380, 420, 350, 450, 385, 540, 360), fill="#22396b", width=3)
