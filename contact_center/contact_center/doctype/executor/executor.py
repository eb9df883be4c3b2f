from frappe.utils.nestedset import NestedSet

from contact_center.access import standing
from contact_center.control import absences, handing
from contact_center.desk import executor_form
from contact_center.execution import addressee
from contact_center.reading.folding import search_key
from contact_center.words import reference_words


class Executor(NestedSet):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.executor_absence.executor_absence import ExecutorAbsence
		from contact_center.contact_center.doctype.executor_user.executor_user import ExecutorUser

		absences: DF.Table[ExecutorAbsence]
		code: DF.Data
		head: DF.Data | None
		head_email: DF.Data | None
		is_active: DF.Check
		is_group: DF.Check
		kind: DF.Literal["Department", "District Council", "Utility", "State Body", "Enterprise"]
		lft: DF.Int
		official_email: DF.Data | None
		old_parent: DF.Link | None
		parent_executor: DF.Link | None
		phone: DF.Data | None
		rgt: DF.Int
		search_key: DF.SmallText | None
		short_title: DF.Data | None
		title: DF.Data
		unreachable: DF.Check
		users: DF.Table[ExecutorUser]
	# end: auto-generated types
	"""A department, district council, utility or state body that executes requests (P4)."""

	nsm_parent_field = "parent_executor"

	def onload(self) -> None:
		executor_form.load(self)

	def validate(self) -> None:
		reference_words.check_parent(self)
		reference_words.guard_change(self)
		addressee.check_people(self)
		absences.check(self)
		addressee.warn_without_address(self)
		addressee.warn_about_users(self)
		self.search_key = search_key(self.code, self.title, self.short_title)

	def on_update(self) -> None:
		super().on_update()
		standing.forget()
		absences.follow_executor(self)
		addressee.update_running_tasks(self)
		handing.follow_executor(self)

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)
		super().on_trash()
		standing.forget()
