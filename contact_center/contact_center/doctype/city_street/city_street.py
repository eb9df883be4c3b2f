from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import streets
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import reference_words
from contact_center.words.problems import refuse


class CityStreet(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.city_street_range.city_street_range import CityStreetRange

		former_names: DF.SmallText | None
		ranges: DF.Table[CityStreetRange]
		search_key: DF.SmallText | None
		street_name: DF.Data
		street_type: DF.Link
		title: DF.Data | None
	# end: auto-generated types
	"""A street with ranges of its buildings, each in a district."""

	def validate(self) -> None:
		streets.complete(self)
		for row in self.ranges:
			try:
				policy.range_of(row)
			except ValueError:
				refuse(Problem(ProblemKind.RANGE_ROW_EMPTY, (str(row.idx),)))

	def on_update(self) -> None:
		streets.follow_fields(self)

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)

	def before_rename(self, old: str, new: str, merge: bool = False) -> str:
		return streets.new_name(new)

	def after_rename(self, old: str, new: str, merge: bool = False) -> None:
		streets.take_name(self, old, merge)
