import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from contact_center.access import file_kinds
from contact_center.control import redirect
from contact_center.framework import site_choices
from contact_center.intake import appeal_acts
from contact_center.integrations import card_register
from contact_center.policy import appeals
from contact_center.reading.entry_offers import check_lines
from contact_center.reading.phones import check_names_a_number
from contact_center.regulation.addresses import check_coordinates
from contact_center.regulation.memos import MOST_DAYS
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import problems

TILES = re.compile(r"(?:https://[^\s/\"'<>]+)?/(?=\S*\{z\})(?=\S*\{x\})(?=\S*\{y\})[^\s\"'<>]*")
"""A site's own path, or another server over TLS."""
TILES_EXAMPLE = "https://tiles.example.org/{z}/{x}/{y}.png"
BOUNDS = {
	"max_files": (1, 50),
	"max_file_mb": (1, 200),
	"max_video_mb": (0, 500),
	"submissions_per_hour": (1, 1000),
	"reminder_days": (0, 365),
	"valid_months": (0, 120),
	"similar_days": (0, 365),
	"block_days": (1, MOST_DAYS),
	"call_back_attempts": (1, 20),
	"call_back_days": (1, 20),
	"appeals_per_hour": (1, 1000),
	"extension_answer_hours": (0, 200),
	"reopening_days": (0, 365),
	"stage_days": (0, 365),
	"evidence_least_side": (0, 5000),
	"evidence_least_act_side": (0, 5000),
	"evidence_least_dpi": (0, 1200),
	"evidence_darkest": (0, 255),
	"evidence_brightest": (0, 255),
	"evidence_least_contrast": (0, 255),
	"evidence_least_sharpness": (0, 255),
	"evidence_far_metres": (0, 1_000_000),
	"evidence_early_minutes": (0, 100_000),
	"evidence_shared_details": (0, 48),
	"evidence_repeated_texts": (0, 1000),
	"largest_building": (0, 9999),
	"operator_redirects": (0, 20),
	"route_declines": (0, 100),
	"route_days": (1, 730),
}
"""Least and greatest value of each number; 0 MB for videos means the limit of other files."""
RUNS = frozenset(
	"apk app bat cmd com cpl dll docm exe gadget hta htm html iso jar js jse lnk mht mhtml mjs msc msi msp php phtml "
	"pif pl ps1 py rb reg scr sh shtml svg svgz swf url vb vbe vbs wsf xht xhtml xlsm xml xsl xslt".split()
)
"""Extensions of files that a computer or a browser runs when they are opened."""


class ContactCenterSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.appeal_term.appeal_term import AppealTerm

		allowed_extensions: DF.SmallText | None
		appeal_prefix: DF.Data
		appeal_terms: DF.Table[AppealTerm]
		appeals_per_hour: DF.Int
		block_appeal: DF.SmallText | None
		block_days: DF.Int
		call_back_attempts: DF.Int
		call_back_days: DF.Int
		card_register_file: DF.Data | None
		center_latitude: DF.Float
		center_longitude: DF.Float
		city_name: DF.Data
		city_radius_km: DF.Float
		consent_text: DF.SmallText | None
		emergency_phones: DF.Data | None
		evidence_brightest: DF.Int
		evidence_darkest: DF.Int
		evidence_early_minutes: DF.Int
		evidence_far_metres: DF.Int
		evidence_least_act_side: DF.Int
		evidence_least_contrast: DF.Int
		evidence_least_dpi: DF.Int
		evidence_least_sharpness: DF.Int
		evidence_least_side: DF.Int
		evidence_repeated_texts: DF.Int
		evidence_shared_details: DF.Int
		executors_begin_at_desk: DF.Check
		extension_answer_hours: DF.Int
		largest_building: DF.Int
		max_file_mb: DF.Int
		max_files: DF.Int
		max_video_mb: DF.Int
		number_prefix: DF.Data
		operator_redirects: DF.Int
		owns_brand: DF.Literal["", "Yes", "No"]
		owns_home_page: DF.Literal["", "Yes", "No"]
		owns_letters: DF.Literal["", "Yes", "No"]
		owns_menu: DF.Literal["", "Yes", "No"]
		owns_sign_up: DF.Literal["", "Yes", "No"]
		owns_website: DF.Literal["", "Yes", "No"]
		phone: DF.Data | None
		reminder_days: DF.Int
		reopening_days: DF.Int
		route_days: DF.Int
		route_declines: DF.Int
		search_words: DF.Text | None
		similar_days: DF.Int
		stage_days: DF.Int
		submissions_per_hour: DF.Int
		tile_attribution: DF.Data | None
		tile_server: DF.Data | None
		valid_months: DF.Int
		working_calendar: DF.Link | None
	# end: auto-generated types
	"""Settings of the whole contact centre, for its administrator (P7)."""

	def validate(self) -> None:
		for name, (least, most) in BOUNDS.items():
			if not least <= cint(self.get(name)) <= most:
				problems.refuse(Problem(ProblemKind.NUMBER_NOT_BETWEEN, (name, str(least), str(most))))
		self._check_extensions()
		with problems.refusing():
			check_lines(self.search_words or "")
			if self.phone:
				check_names_a_number(self.phone)
		self._check_appeals()
		self._check_map()
		self._check_card_register()

	def on_update(self) -> None:
		self.clear_cache()  # the framework does so after this only
		site_choices.apply()
		if self.has_value_changed("operator_redirects"):
			redirect.follow_setting()

	def _check_appeals(self) -> None:
		with problems.refusing():
			appeals.check(self)
			for row in self.appeal_terms:
				if row.assigned_to:
					appeal_acts.check_considers(row.assigned_to)

	def _check_map(self) -> None:
		with problems.refusing():
			check_coordinates(self.center_latitude, self.center_longitude)
		if self.tile_server and not TILES.fullmatch(self.tile_server):
			problems.refuse(Problem(ProblemKind.BAD_TILE_SERVER, (self.tile_server, TILES_EXAMPLE)))

	def _check_card_register(self) -> None:
		"""Read the register as the desk will, if another one is named: what is wrong with it is said here."""
		name = self.card_register_file = (self.card_register_file or "").strip()
		if name and not card_register.FILE.fullmatch(name):
			problems.refuse(Problem(ProblemKind.BAD_REGISTER_FILE, (name,)))
		if name and self.has_value_changed("card_register_file"):
			with problems.refusing():
				card_register.check(name)

	def _check_extensions(self) -> None:
		given = (self.allowed_extensions or "").replace(",", " ").lower().split()
		if not given:
			problems.refuse(Problem(ProblemKind.NO_KINDS_OF_FILES))
		running = [each for each in given if each.strip(".*") in RUNS]
		if running:
			problems.refuse(Problem(ProblemKind.FILES_THAT_RUN, tuple(running)))
		unknown = [each for each in given if each not in file_kinds.KNOWN]
		if unknown:
			known = ", ".join(sorted(file_kinds.KNOWN))
			problems.refuse(Problem(ProblemKind.FILES_NOT_CLEANED, (known, *unknown)))
