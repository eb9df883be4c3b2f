from frappe.model.document import Document

from contact_center.control import inspection_writing
from contact_center.desk import sample_form


class InspectionSample(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.sampled_request.sampled_request import SampledRequest

		by_executor: DF.Check
		checked: DF.Int
		classifier: DF.Link | None
		district: DF.Link | None
		drawn_at: DF.Datetime | None
		drawn_by: DF.Link | None
		executor: DF.Link | None
		failed: DF.Int
		failed_share: DF.Percent
		from_date: DF.Date | None
		population: DF.Int
		requests: DF.Table[SampledRequest]
		seed: DF.Data | None
		share_high: DF.Percent
		share_low: DF.Percent
		size: DF.Int
		title: DF.Data | None
		to_date: DF.Date | None
		unclear: DF.Int
		way: DF.Literal["By Phone", "On the Spot"]
	# end: auto-generated types
	"""A random sample of closed requests that are checked by phone or on the spot (R9.2.4)."""

	def onload(self) -> None:
		sample_form.load(self)

	def validate(self) -> None:
		inspection_writing.check_acting()

	def on_trash(self) -> None:
		inspection_writing.forbid()
