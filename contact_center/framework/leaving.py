"""Leave a site as it was: `uninstall-app` takes the app's doctypes; what else bears their names goes here first.

The framework drops the tables and the records of the module. It leaves what points at them: letters, comments, versions,
files, shares, alerts, workflows, the roles with whoever has them, jobs, indexes, and what the app wrote into settings.
What names one of our doctypes is found in the meta of all doctypes, not by a list: other apps' and later frameworks'
kinds of records are among it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import frappe
from frappe.core.doctype.file.utils import delete_file
from frappe.modules import load_doctype_module
from frappe.utils import now_datetime

from contact_center.access import roles
from contact_center.framework import created_once, defaults, scope, site_choices

Indexes = Mapping[str, Sequence[list[str]]]
BATCH = 500
CHILD = "parent"
ABOUT = ("doctype", "document_type", "reference_document", "applicable_for")
"""Endings of fields that name what a record is about; another optional field that names a doctype is only emptied."""
MADE = ("Module Profile", "Workflow Action Master", "Workflow State")
"""Doctypes of other modules in which the app makes records without one of its own doctypes in them."""
TRASH, RIGHTS = "Deleted Document", "Permission Log"
MADE_OF_WORKSPACES = (("Workspace Sidebar", "title"), ("Desktop Icon", "link_to"))
"""{what later frameworks make for each workspace: the field that names it}, and leave where they make it."""


class Naming(NamedTuple):
	"""A field of the framework's or another app's doctype that holds the name of a doctype."""

	doctype: str
	field: str
	is_about: bool
	kind: str = ""
	"""The field beside it that has to say «DocType» for it to be one."""


def prepare() -> None:
	"""Before the framework takes our tables: give the site's settings back, remove what is ours outside of them.

	Nothing here is past recall: a dry run comes here too, and is rolled back.
	"""
	ours = own_doctypes()
	frappe.flags.contact_center_leaves = (now_datetime(), ours, _addresses_of_files(ours))
	site_choices.give_all_back()
	for naming in namings():
		_clear(naming, ours)
	_remove_made()
	_remove_roles()
	_remove_traces(ours)
	_remove_of_app()
	_lead_nobody_to_us()


def finish(indexes: Indexes, tables: Iterable[str] = ()) -> None:
	"""Afterwards: empty the bin of what the framework deleted a moment ago, remove files, `indexes` and `tables`."""
	if scope.is_installed():  # a dry run
		return frappe.db.rollback()
	began, ours, files = frappe.flags.contact_center_leaves
	_empty_bin(began, ours)
	_remove_from_disk(files)
	_drop_indexes(indexes)
	for table in tables:
		frappe.db.sql_ddl(f"drop table if exists `{table}`")
	frappe.db.commit()
	frappe.clear_cache()


def _empty_bin(began: datetime, ours: list[str]) -> None:
	"""What the framework notes of what it deletes: the records, in later ones the settings and rights too."""
	since = {"creation": (">=", began), "owner": frappe.session.user}
	in_module = {"data": ("like", f'%"module": "{scope.MODULE}"%')}
	names = frappe.get_all(TRASH, {**since, **in_module}, pluck="name")
	names += frappe.get_all(TRASH, {**since, "deleted_doctype": ("in", ["Module Def", *ours])}, pluck="name")
	_delete(TRASH, names)
	if frappe.db.exists("DocType", RIGHTS):
		about = {"for_doctype": "DocType", "for_document": ("in", ours)}
		_delete(RIGHTS, frappe.get_all(RIGHTS, about, pluck="name"))


def own_doctypes() -> list[str]:
	"""Return the names of this app's doctypes."""
	return frappe.get_all("DocType", {"module": scope.MODULE}, pluck="name")


def namings() -> Iterator[Naming]:
	"""Yield every field of a doctype of others that names a doctype."""
	for doctype in frappe.get_all("DocType", {"module": ("!=", scope.MODULE)}, pluck="name"):
		meta = frappe.get_meta(doctype)
		if meta.get("is_virtual") or meta.issingle:
			continue
		pairs = {df.options: df.fieldname for df in meta.fields if df.fieldtype == "Dynamic Link"}
		for df in meta.fields:
			if df.fieldtype == "Link" and df.options == "DocType":
				is_about = bool(df.reqd or df.fieldname in pairs or df.fieldname.endswith(ABOUT))
				yield Naming(doctype, df.fieldname, is_about)
			elif (
				df.fieldtype == "Select"
				and df.fieldname in pairs
				and "DocType" in (df.options or "").split("\n")
			):
				yield Naming(doctype, pairs[df.fieldname], True, df.fieldname)


def _clear(naming: Naming, ours: list[str]) -> None:
	where = {naming.field: ("in", ours), **({naming.kind: "DocType"} if naming.kind else {})}
	names = frappe.get_all(naming.doctype, where, pluck="name", order_by="")
	if naming.is_about:
		_delete(naming.doctype, names)
	elif names:
		frappe.db.set_value(
			naming.doctype, {"name": ("in", names)}, naming.field, None, update_modified=False
		)


def _addresses_of_files(ours: list[str]) -> list[str]:
	return frappe.get_all("File", {"attached_to_doctype": ("in", ours), "is_folder": 0}, pluck="file_url")


def _delete(doctype: str, names: Iterable[str]) -> None:
	"""Raw, with the rows of their tables: controllers would look for what is about to go, write letters, fill the bin."""
	meta = frappe.get_meta(doctype)
	for batch in _batches(list(names)):
		for table in meta.get_table_fields():
			frappe.db.delete(table.options, {CHILD: ("in", batch), "parenttype": doctype})
		frappe.db.delete(doctype, {"name": ("in", batch)})
		for name in batch:
			frappe.clear_document_cache(doctype, name)


def _batches(names: list[str]) -> Iterator[list[str]]:
	for start in range(0, len(names), BATCH):
		yield names[start : start + BATCH]


def _remove_made() -> None:
	"""Records that the app itself made, as far as nothing of the site uses them by now."""
	for doctype in MADE:
		names = [name for name in created_once.made(doctype) if not _is_used(doctype, name)]
		if doctype == "Module Profile":
			_free_users(names)
		_delete(doctype, names)


def _is_used(doctype: str, name: str) -> bool:
	if doctype == "Workflow State":
		return bool(frappe.db.exists("Workflow Document State", {"state": name}))
	if doctype == "Workflow Action Master":
		return bool(frappe.db.exists("Workflow Transition", {"action": name}))
	return False


def _free_users(profiles: list[str]) -> None:
	"""Who was kept out of all other modules by our profile sees them again."""
	users = frappe.get_all("User", {"module_profile": ("in", profiles)}, pluck="name") if profiles else []
	for batch in _batches(users):
		frappe.db.delete("Block Module", {CHILD: ("in", batch), "parenttype": "User"})
		frappe.db.set_value("User", {"name": ("in", batch)}, "module_profile", None, update_modified=False)


def _remove_roles() -> None:
	"""Take the roles from everybody. Whose only way to the desk they were has the portal alone, as before."""
	names = frappe.get_all("Role", {"name": ("like", f"{roles.PREFIX}%")}, pluck="name")
	if not names:
		return
	people = frappe.get_all("Has Role", {"role": ("in", names), "parenttype": "User"}, pluck="parent")
	for doctype, field in _role_fields():
		if doctype.startswith("Workflow "):  # a state of another app's document that our people may edit
			frappe.db.set_value(
				doctype, {field: ("in", names)}, field, "System Manager", update_modified=False
			)
		else:
			frappe.db.delete(doctype, {field: ("in", names)})
	_delete("Role", names)
	_take_the_desk(people)


def _role_fields() -> Iterator[tuple[str, str]]:
	"""Yield the fields of child tables and permissions that name a role; the row says nothing without it."""
	links = {"fieldtype": "Link", "options": "Role", "parent": ("not in", ("User Type", "Role Profile"))}
	for row in frappe.get_all("DocField", links, ["parent", "fieldname", "reqd"]):
		meta = frappe.get_meta(row.parent)
		if not meta.issingle and (meta.istable or row.reqd or row.parent.endswith("DocPerm")):
			yield row.parent, row.fieldname


def _take_the_desk(people: list[str]) -> None:
	desks = frappe.get_all("Role", {"desk_access": 1}, pluck="name")
	keep = frappe.get_all("Has Role", {"role": ("in", desks), CHILD: ("in", people)}, pluck="parent")
	without = sorted(set(people) - set(keep) - {"Administrator", "Guest"})
	for batch in _batches(without):
		where = {"name": ("in", batch), "user_type": "System User"}
		frappe.db.set_value("User", where, "user_type", "Website User", update_modified=False)


def _remove_traces(ours: list[str]) -> None:
	"""What bears our name without a link: settings of lists, jobs, patches, numbers, what was deleted before."""
	prefix = frappe.db.get_single_value("Contact Center Settings", "number_prefix")
	frappe.db.delete("List View Settings", {"name": ("in", ours)})
	frappe.db.delete("Singles", {"doctype": ("in", ours)})
	frappe.db.delete("Patch Log", {"patch": ("like", f"{scope.APP}.%")})
	frappe.db.delete("Block Module", {"module": scope.MODULE})
	frappe.db.delete(TRASH, {"deleted_doctype": ("in", ours)})
	frappe.db.delete("Access Log", {"export_from": ("in", ours)})
	jobs = frappe.get_all("Scheduled Job Type", {"method": ("like", f"{scope.APP}.%")}, pluck="name")
	frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ("in", jobs or [""])})
	_delete("Scheduled Job Type", jobs)
	for table in ("__UserSettings", "__global_search"):
		frappe.db.delete(table, {"doctype": ("in", ours)})
	if prefix:
		frappe.db.delete("Series", {"name": ("like", f"{prefix}-%")})
	frappe.db.delete("DefaultValue", {"parent": defaults.PARENT})


def _remove_of_app() -> None:
	"""Icons and side bars of the desk, which later frameworks make for an app."""
	fields = {"fieldname": "app", "fieldtype": ("in", ("Data", "Autocomplete"))}
	for doctype in frappe.get_all("DocField", fields, pluck="parent"):
		_delete(doctype, frappe.get_all(doctype, {"app": scope.APP}, pluck="name"))
	for doctype, field in MADE_OF_WORKSPACES:
		if frappe.db.exists("DocType", doctype) and frappe.get_meta(doctype).has_field(field):
			_delete(doctype, frappe.get_all(doctype, {field: ("in", _workspaces())}, pluck="name"))


def _lead_nobody_to_us() -> None:
	"""Whose work began in a workspace or app of ours begins it where the framework leads them."""
	for field, values in {"default_workspace": _workspaces(), "default_app": [scope.APP]}.items():
		if frappe.get_meta("User").has_field(field) and values:
			frappe.db.set_value("User", {field: ("in", values)}, field, None, update_modified=False)
	frappe.db.delete("Singles", {"doctype": "System Settings", "field": "default_app", "value": scope.APP})


def _workspaces() -> list[str]:
	return frappe.get_all("Workspace", {"module": scope.MODULE}, pluck="name")


def _drop_indexes(indexes: Indexes) -> None:
	"""Take our indexes off the tables of others; later frameworks have some of them themselves, and get those back."""
	for doctype, groups in indexes.items():
		if not frappe.db.exists("DocType", doctype):  # ours, gone with its table
			continue
		for name in map(frappe.db.get_index_name, groups):
			if frappe.db.has_index(f"tab{doctype}", name):
				frappe.db.sql_ddl(f"alter table `tab{doctype}` drop index `{name}`")
		add_its_own = getattr(load_doctype_module(doctype), "on_doctype_update", None)
		if add_its_own:
			_as_in_a_migration(add_its_own)


def _as_in_a_migration(add_indexes: Callable[[], None]) -> None:
	"""Elsewhere later frameworks note each new index as a choice of the site's, in a property of its field."""
	before = frappe.flags.in_migrate
	frappe.flags.in_migrate = True
	try:
		add_indexes()
	finally:
		frappe.flags.in_migrate = before


def _remove_from_disk(urls: Iterable[str]) -> None:
	kept = set(frappe.get_all("File", {"file_url": ("in", list(urls) or [""])}, pluck="file_url"))
	for url in set(urls) - kept:
		if url.startswith(("/files/", "/private/files/")):
			delete_file(url)
