from frappe.model.document import Document

from contact_center import policy
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words.problems import refuse


class CityStreet(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.city_street_range.city_street_range import CityStreetRange

		former_names: DF.Data | None
		ranges: DF.Table[CityStreetRange]
		street_name: DF.Data
		street_type: DF.Literal[
			"\u0432\u0443\u043b.",
			"\u043f\u0440\u043e\u0441\u043f.",
			"\u043f\u0440\u043e\u0432.",
			"\u0431\u0443\u043b\u044c\u0432.",
			"\u043f\u043b.",
			"\u043c\u043a\u0440.",
			"\u0448\u043e\u0441\u0435",
			"\u0443\u0437\u0432\u0456\u0437",
			"\u043f\u0440\u043e\u0457\u0437\u0434",
			"\u043a\u0432\u0430\u0440\u0442\u0430\u043b",
		]
		title: DF.Data | None
	# end: auto-generated types
	"""A street with ranges of its buildings, each in a district."""

	def validate(self) -> None:
		self.title = f"{self.street_type} {self.street_name}"
		for row in self.ranges:
			try:
				policy.range_of(row)
			except ValueError:
				refuse(Problem(ProblemKind.RANGE_ROW_EMPTY, (str(row.idx),)))
