"""Each correction of the framework is still needed by the framework that runs, or is not put in place.

The tests call the framework's own functions without the correction. Where one fails, the framework no longer needs it:
narrow its NEEDED_BY, or remove it.
"""

import errno
import inspect
import os
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from importlib import import_module
from io import BytesIO
from pathlib import Path

import frappe
import frappe.email
import frappe.handler
import kit
import pytest
import sqlparse
from frappe import auth, boot, client, translate
from frappe.auth import HTTPRequest
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.core.doctype.communication import email
from frappe.core.doctype.file import file as file_module
from frappe.core.doctype.scheduled_job_type.scheduled_job_type import ScheduledJobType
from frappe.core.doctype.user import user
from frappe.database import query as queries
from frappe.database.database import Database
from frappe.desk import desktop, like, listview, reportview, search
from frappe.desk import utils as desk_utils
from frappe.desk.doctype.number_card import number_card
from frappe.desk.doctype.tag import tag
from frappe.desk.form import utils
from frappe.model import workflow
from frappe.model.db_query import DatabaseQuery
from frappe.model.document import Document
from frappe.model.naming import getseries
from frappe.templates.includes.comments import comments
from frappe.utils import add_to_date, csvutils, data, file_manager, now_datetime, pdf, set_request
from frappe.utils import response as responses
from frappe.utils.html_utils import sanitize_html
from frappe.utils.image import strip_exif_data
from frappe.website.page_renderers.not_permitted_page import NotPermittedPage
from frappe.website.page_renderers.static_page import StaticPage
from frappe.workflow.doctype.workflow_action import workflow_action
from passlib.context import CryptContext
from PIL import Image, UnidentifiedImageError
from werkzeug.exceptions import Forbidden

from contact_center.access import permissions
from contact_center.framework import corrections, list_order, scope, versions, wrapped
from contact_center.framework import desk_openings as desk_openings_of_ours

pytest_plugins = ["kit_city", "kit_rest"]


def lets(person: str, act, *args, **kwargs) -> bool:
	"""Whether the framework lets this person."""
	with kit.acting(person):
		try:
			act(*args, **kwargs)
		except (frappe.PermissionError, frappe.DoesNotExistError):
			return False
	return True


def access_log(world) -> bool:
	document = frappe.generate_hash()
	make_access_log(doctype="Request Task", document=document)
	return not frappe.db.exists("Access Log", {"reference_document": document})


def looks_unseen(world) -> bool:
	"""Whoever reads the names of applicants by a list leaves no trace."""
	set_request(method="GET", path="/api/resource/Applicant")
	before = frappe.db.count("Access Log")
	rows = inspect.unwrap(DatabaseQuery.execute)(
		DatabaseQuery("Applicant"), fields=["full_name"], limit_page_length=1
	)
	return bool(rows) and frappe.db.count("Access Log") == before


def administrators(world) -> bool:
	"""Our administrator may not even read the messages of our own documents."""
	name = frappe.db.get_value("Notification", {"document_type": "Request"})
	frappe.local.role_permissions = {}
	asked = inspect.unwrap(frappe.permissions.get_role_permissions)
	rights = asked(frappe.get_meta("Notification"), kit.email("administrator"))
	return bool(name) and not rights.get("write")


def accounts(world) -> bool:
	return user.sign_up(kit.email("citizen"), "Оксана", "")[0] == 0


def signs_in_at_once(world) -> bool:
	"""Who has no account is refused without the time that a password takes."""
	checked = []
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(CryptContext, "verify", lambda *given: checked.append(given))
		inspect.unwrap(user.User.find_by_credentials.__func__)(user.User, "nobody@example.com", "x")
	return not checked


def action_confirmation(world) -> bool:
	field = "enable_action_confirmation"
	asked = frappe.get_meta("Workflow").has_field(field)
	return asked and not lets("operator", client.get_value, "Workflow", field, {"document_type": "Request"})


def attachments(world) -> bool:
	todo = frappe.get_doc({"doctype": "ToDo", "description": "-"}).insert()
	with pytest.MonkeyPatch.context() as patch:
		# the guards of files stand behind this one
		patch.setattr(frappe, "get_doc_hooks", dict)
		patch.setattr(scope, "is_installed", lambda: False)
		return lets("citizen", file_manager.add_attachments, "ToDo", todo.name, [world.other_file])


def brought_sql(world) -> bool:
	set_request(method="GET", path="/api/method/x")
	with uncorrected(Database, "sql"), pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe.local, "form_dict", frappe._dict(asked="ifnull(1,'')"))
		return frappe.db.sql(f"select {frappe.form_dict.asked}") == (("1",),)


def bulk_update(world) -> bool:
	return not hasattr(frappe.db, "bulk_update")


def child_rows(world) -> bool:
	row = frappe.get_doc("Request Evidence", world.other_evidence)
	asked = inspect.unwrap(frappe.permissions.has_child_permission)
	return asked("Request Evidence", "read", row, kit.email("idler"))


def comment(world) -> bool:
	return lets("management", utils.add_comment, "Request", world.own, "Так", "a@example.com", "x")


def counting(world) -> bool:
	return lets("citizen", client.get_count, "Request")


def column_names(world) -> bool:
	"""The name of a column is parsed as SQL each time that it is named."""
	read = []

	def noted(*given, **options):
		read.append(given)
		return parse(*given, **options)

	parse, sqlparse.format = sqlparse.format, noted
	try:
		with uncorrected(data, "sanitize_column") as reads:
			for _time in range(2):
				reads("an_unheard_of_column")
	finally:
		sqlparse.format = parse
	return len(read) > 1


def signed_in(person: str) -> list[str]:
	"""What is asked of the sizes of tables while the person signs in."""
	manager = object.__new__(auth.LoginManager)
	manager.user = kit.email(person)
	with kit.counting_queries() as asked:
		manager.setup_boot_cache()
	return [query for query in asked if "information_schema" in query]


def desk_openings(world) -> bool:
	"""All tables are counted at each sign-in."""
	with uncorrected(auth.LoginManager, "setup_boot_cache"):
		return bool(signed_in("water") and signed_in("roads"))


def virtual_lists(world) -> bool:
	"""The jobs of the server are counted for an executor."""

	def count() -> None:
		frappe.local.form_dict = frappe._dict(doctype="RQ Job", fields="[]", filters="[]")
		reportview.get_count()

	with uncorrected(reportview, "get_controller"):
		return lets("water", count)


def deadlocks(world) -> bool:
	"""It gives up at once, and shows that."""
	tries = []

	def execute(*args, **kwargs):
		tries.append(args)
		raise frappe.QueryDeadlockError

	with uncorrected(frappe.handler, "handle") as handle, pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe.handler, "execute_cmd", execute)
		patch.setattr(frappe.local, "form_dict", frappe._dict(cmd="x"))
		with pytest.raises(frappe.QueryDeadlockError):
			handle()
	return len(tries) == 1


def page_of_the_desk(world) -> bool:
	with kit.acting("management"):
		page = desktop.get_desktop_page(
			frappe.as_json({"name": "Contact Center", "title": "Contact Center", "public": 1})
		)
		new = [item.link_to for item in page["shortcuts"]["items"] if item.doc_view == "New"]
		return not all(frappe.has_permission(doctype, "create") for doctype in new)


def documents(world) -> bool:
	return lets("management", client.get, "Request", filters={"applicant": world.applicant})


def exported(world, **params) -> list[list]:
	"""What the framework's own report view writes of two requests, without the header."""
	rows = []
	asked = {
		**{"doctype": "Request", "file_format_type": "CSV", "view": "Report", "translate_values": "1"},
		"fields": frappe.as_json(["`tabRequest`.`name`"]),
		"filters": frappe.as_json([["Request", "name", "in", [world.own, world.other]]]),
	}
	handle = inspect.unwrap(reportview.handle_duration_fieldtype_values)
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(reportview, "handle_duration_fieldtype_values", handle)
		patch.setattr(desk_utils, "get_csv_bytes", lambda data, how: rows.extend(data) or b"")
		patch.setattr(frappe.local, "form_dict", frappe._dict(asked))
		patch.setattr(frappe.local, "lang", "uk")
		reportview.export_query()
	return rows[1:]


def error_pages(world) -> bool:
	"""The framework shows its own page, whatever renderers the site has."""
	set_request(path="/closed")
	try:
		return "page-card" in inspect.unwrap(NotPermittedPage.render)(NotPermittedPage("closed")).get_data(
			as_text=True
		)
	finally:
		del frappe.local.request  # as outside a request


def export_rows(world) -> bool:
	return len(exported(world)) > 2


def export_titles(world) -> bool:
	return world.own in {row[1] for row in exported(world)}


def link_descriptions(world) -> bool:
	build = inspect.unwrap(search.build_for_autosuggest)
	[offered] = build([["a8f0eh88o3", "Заявниченко Оксана", "+380671110001"]], "Applicant")
	return "a8f0eh88o3" in offered["description"]


def exports(world) -> bool:
	with uncorrected(csvutils.UnicodeWriter, "writerow"):
		return csvutils.to_csv([["=1+1"]]).startswith('"=')


def field_levels(world) -> bool:
	with uncorrected(DatabaseQuery, "build_filter_conditions"):
		return lets("management", frappe.get_list, "Request", filters={"applicant": world.applicant})


def titles_of_a_pair() -> dict:
	one, other = kit.twins()
	pair = f"{one}-{other}"
	if not frappe.db.exists("Possible Duplicate", pair):
		row = {"doctype": "Possible Duplicate", "name": pair, "applicant": one, "other": other}
		frappe.get_doc(row).insert(ignore_permissions=True)
	columns = ["applicant.name as one", "other.name as two"]
	[row] = frappe.get_list("Possible Duplicate", {"name": pair}, columns)
	return row


def link_columns(world) -> bool:
	"""Two links to one doctype have one title in a list."""
	with uncorrected(queries.LinkTableField, "apply_select"):
		row = titles_of_a_pair()
	return row.one == row.two


@contextmanager
def uncorrected(owner, name: str):
	"""The framework's own function inside the block, where it is wrapped."""
	stands = getattr(owner, name)
	setattr(owner, name, getattr(stands, "__wrapped__", stands))
	try:
		yield getattr(owner, name)
	finally:
		setattr(owner, name, stands)


def file_rights(world) -> bool:
	"""A record made without asking opens the file that it names."""
	address = frappe.db.get_value("File", world.other_file, "file_url")
	row = {
		"doctype": "File",
		"name": "kit",
		"file_url": address,
		"is_private": 1,
		"owner": kit.email("citizen"),
	}
	with uncorrected(file_module, "has_permission") as allows, kit.acting("citizen"):
		return bool(allows(frappe.get_doc(row), "read"))


def grouping(world) -> bool:
	return lets("citizen", listview.get_group_by_count, "Request", "[]", "assigned_to")


def job_times(world) -> bool:
	job = frappe.get_last_doc("Scheduled Job Type")
	later = add_to_date(now_datetime(), hours=5)
	job.db_set("last_execution", later)
	frappe.get_single("System Settings").on_update()  # without our doc_event
	return frappe.db.get_value("Scheduled Job Type", job.name, "last_execution") > now_datetime()


def letters(world) -> bool:
	return lets("management", email.make, content="x", subject="x") and lets(
		"idler", frappe.email.relink, "-"
	)


def likes(world) -> bool:
	return lets("citizen", like.toggle_like, "Request", world.own, "Yes")


def order_of_lists(world) -> bool:
	"""And in the way that the running framework accepts."""
	boot = frappe._dict()
	list_order.extend_bootinfo(boot)
	by_term = boot.contact_center_list_order["Request"]["due"]
	terms = frappe.get_list(
		"Request", fields=["due", *by_term["columns"]], order_by=", ".join(by_term["order"])
	)
	dated = [row.due for row in terms if row.due]
	assert dated == sorted(dated) and all(row.due for row in terms[: len(dated)])
	return not frappe.get_list("Request", fields=["due"], order_by="due asc", limit=1)[0].due


def number_cards(world) -> bool:
	"""Executors have no report."""
	with kit.acting("water"), uncorrected(number_card, "get_permission_query_conditions") as conditions:
		return " IN ()" in str(conditions())


def own_words(world) -> bool:
	"""Its one catalogue is everybody's: ours for «Closed» is in it only in our context."""
	words = inspect.unwrap(translate.get_all_translations)("uk")
	return words["Closed:Contact Center"] != words.get("Closed")


def plain_paths(world) -> bool:
	"""A file beside the apps is a page of the site to it."""
	place = Path(frappe.get_site_path("private", "kit-beside.bin")).resolve()
	place.write_bytes(bytes(range(256)))
	try:
		www = Path(frappe.get_app_path("frappe", "www"))
		return bool(StaticPage(os.path.relpath(place, www)).can_render())
	finally:
		place.unlink()


def plain_input(world) -> bool:
	"""Half of a character is an error on the way to the database."""
	try:
		frappe.db.sql("select %s", "\ud800")
	except UnicodeError:
		return True
	return False


def plain_values(world) -> bool:
	"""A list in a text reaches the rules, and what is no row a table."""
	task = frappe.new_doc("Request Task")
	try:
		inspect.unwrap(type(task).extend)(task, "evidence", ["x"])
	except (TypeError, ValueError, AttributeError):
		return True
	return False


def plain_text(world) -> bool:
	markup = '"<img src=x onerror=alert(1)>"'
	return sanitize_html(markup) == markup


def printing(world) -> bool:
	"""Without its engine it fails and names no cure."""
	with uncorrected(pdf, "get_pdf") as get_pdf, pytest.MonkeyPatch.context() as patch:
		patch.setenv("PATH", "/nowhere")
		try:
			get_pdf("<html><head></head><body>x</body></html>")
		except OSError:
			return True
	return False


def private_files(world) -> bool:
	"""A bare line in place of a page."""
	with uncorrected(responses, "download_private_file") as download, kit.acting("citizen"):
		try:
			download("/private/files/kit-nothing.jpg")
		except frappe.PermissionError:
			return False
		except Forbidden:
			return True


def series(world) -> bool:
	"""It asks and counts in statements of their own."""
	asked, sql = [], frappe.db.sql
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe.db, "sql", lambda *args, **kwargs: asked.append(args) or sql(*args, **kwargs))
		getseries("KIT-SERIES-", 1)
	return len(asked) > 1


def scheduled_job(world) -> bool:
	"""A job whose last run is dated ahead waits until then."""
	ahead = {"method": "contact_center.control.sweep.run", "frequency": "Cron", "cron_format": "* * * * *"}
	ahead["last_execution"] = add_to_date(now_datetime(), hours=1)
	return not ScheduledJobType({"doctype": "Scheduled Job Type", **ahead}).is_event_due()


def tags(world) -> bool:
	"""Later ones refuse, and fail at the refusal: an error 500."""
	try:
		return lets("citizen", tag.add_tag, "моє", "Request", world.own)
	except IndexError:
		return True


def report_titles(world) -> bool:
	frappe.local.response.pop("_link_titles", None)
	fields, filters = ["`tabRequest`.`classifier`"], [["Request", "name", "=", world.own]]
	form = {
		"doctype": "Request",
		"view": "Report",
		"fields": frappe.as_json(fields),
		"filters": frappe.as_json(filters),
	}
	with kit.acting("supervisor"):
		frappe.local.form_dict = frappe._dict(form)
		rows = reportview.get()
	return bool(rows["values"]) and not frappe.local.response.get("_link_titles")


def titles(world) -> bool:
	return lets("citizen", search.get_link_title, "Applicant", kit.applicant("neighbour"))


def kept_photos(world) -> bool:
	"""A photo that is saved anew is another file."""
	picture = BytesIO()
	Image.new("RGB", (8, 8), "red").save(picture, "JPEG", quality=100)
	return inspect.unwrap(file_module.strip_exif_data)(picture.getvalue(), "image/jpeg") != picture.getvalue()


def full_disk(world) -> bool:
	"""An error of the server, and half of the file stays."""
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "kit-full.png", "is_private": 1, "_content": kit.PNG}
	)
	file.file_url = "/private/files/kit-full.png"
	with pytest.MonkeyPatch.context() as patch, uncorrected(file_module.File, "write_file") as write:
		patch.setattr(file_module.os, "fsync", no_room)
		try:
			write(file)
		except OSError:
			return Path(file.get_full_path()).exists()
		finally:
			Path(file.get_full_path()).unlink(missing_ok=True)
	return False


def no_room(*_args) -> None:
	raise OSError(errno.ENOSPC, "No space left on device")


def true_names(world) -> bool:
	content = kit.PNG + frappe.generate_hash().encode()
	file = frappe.get_doc({"doctype": "File", "file_name": "kit.jpg", "content": content, "is_private": 1})
	return file.insert().file_type == "JPG"


def unreadable_files(world) -> bool:
	try:
		strip_exif_data(b"no picture", "image/jpeg")
	except UnidentifiedImageError:
		return True
	return False


def web_comments(world) -> bool:
	return lets("citizen", comments.add_comment, "Так", "x@example.com", "x", "Request", world.own, "")


def web_likes(world) -> bool:
	try:
		from frappe.templates.includes.likes import likes as framework
	except ImportError:
		return False
	return lets("citizen", framework.add_like, "Request", world.own)


def whitelist(world) -> bool:
	alias = "frappe.automation.doctype.auto_repeat.auto_repeat.make"
	methods = set(frappe.whitelisted)  # a plain copy, without our guard
	return frappe.get_attr(alias) in methods and alias not in frappe.get_hooks("override_whitelisted_methods")


def doors(world) -> bool:
	"""Any account may call the desk's methods, and count documents by their addresses."""
	return frappe.get_attr("frappe.desk.search.get_names_for_mentions") in set(frappe.whitelisted)


def side_records(world) -> bool:
	"""A new letter goes, with its text, to every open form of its document."""
	letter, sent = frappe.get_doc({"doctype": "Communication", "content": "Шановна пані"}), []
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe, "publish_realtime", lambda event, message, **room: sent.append(message))
		inspect.unwrap(type(letter).notify_change)(letter, "add")
	return "Шановна пані" in str(sent)


def origins(world) -> bool:
	"""Whoever asks may name the address that limits are counted by."""
	set_request(path="/", headers={"X-Forwarded-For": "203.0.113.7, 198.51.100.9"})
	before = frappe.local.request_ip
	try:
		inspect.unwrap(HTTPRequest.set_request_ip)(None)
		return frappe.local.request_ip == "203.0.113.7"
	finally:
		frappe.local.request_ip = before
		del frappe.local.request


def sign_in_limits(world) -> bool:
	"""Wrong passwords from one place lock the account for all."""
	tracker = inspect.unwrap(auth.get_login_attempt_tracker)(kit.email("neighbour"))
	return tracker.key == kit.email("neighbour")


def staff_doors(world) -> bool:
	"""Everybody with a desk may make a workspace, for somebody else too."""
	rows = frappe.get_meta("Workspace").permissions
	return any(row.role == "Desk User" and row.create for row in rows)


def workspaces(world) -> bool:
	"""A workspace may be made for somebody else by whoever may make one."""
	from contact_center.framework import workspaces as guards

	kit.add_person_of_another_app("kit-sales@example.com", "Kit Salesman", desk_access=1)
	frappe.set_user("kit-sales@example.com")
	for_operator = {"title": "Kit", "label": "Kit-op", "for_user": kit.email("operator"), "content": "[]"}
	with pytest.MonkeyPatch.context() as patch, suppress(frappe.PermissionError):
		patch.setattr(guards, "guard", lambda doc, method=None: None)
		frappe.get_doc({"doctype": "Workspace", **for_operator}).insert()
		return True
	return False


def acts_on_unseen(world) -> bool:
	"""The framework applies a workflow's action to a document that its user has not seen as it is."""
	from frappe.model.workflow import apply_workflow

	request = kit.filed()
	with kit.acting("operator"):
		apply_workflow({**request.as_dict(), "modified": "2026-01-01 00:00:00"}, "Register")
	return kit.fresh(request).stage == "Registered"


def workflow_actions(world) -> bool:
	rows = {"reference_name": world.waiting}
	before = frappe.db.count("Workflow Action", rows)
	with uncorrected(workflow_action, "process_workflow_actions") as process:
		process(frappe.get_doc("Request", world.waiting), "on_update")
	return frappe.db.count("Workflow Action", rows) > before


MISBEHAVES = {
	"access_log": access_log,
	"accounts": accounts,
	"administrators": administrators,
	"action_confirmation": action_confirmation,
	"attachments": attachments,
	"brought_sql": brought_sql,
	"bulk_update": bulk_update,
	"child_rows": child_rows,
	"column_names": column_names,
	"comments": comment,
	"counting": counting,
	"deadlocks": deadlocks,
	"desk_openings": desk_openings,
	"desktop": page_of_the_desk,
	"documents": documents,
	"doors": doors,
	"error_pages": error_pages,
	"export_rows": export_rows,
	"export_titles": export_titles,
	"exports": exports,
	"field_levels": field_levels,
	"file_rights": file_rights,
	"full_disk": full_disk,
	"grouping": grouping,
	"job_times": job_times,
	"kept_photos": kept_photos,
	"letters": letters,
	"likes": likes,
	"link_columns": link_columns,
	"looks": looks_unseen,
	"link_descriptions": link_descriptions,
	"list_order": order_of_lists,
	"number_cards": number_cards,
	"own_words": own_words,
	"plain_paths": plain_paths,
	"origins": origins,
	"plain_input": plain_input,
	"plain_text": plain_text,
	"plain_values": plain_values,
	"printing": printing,
	"private_files": private_files,
	"report_titles": report_titles,
	"scheduled_jobs": scheduled_job,
	"series": series,
	"side_records": side_records,
	"sign_in_limits": sign_in_limits,
	"sign_in": signs_in_at_once,
	"staff_doors": staff_doors,
	"tags": tags,
	"titles": titles,
	"true_names": true_names,
	"unreadable_files": unreadable_files,
	"virtual_lists": virtual_lists,
	"web_comments": web_comments,
	"web_likes": web_likes,
	"whitelist": whitelist,
	"workflow_actions": workflow_actions,
	"workspaces": workspaces,
	"seen": acts_on_unseen,
}


@pytest.mark.parametrize("name", corrections.MODULES)
def test_a_correction_is_in_place_where_the_framework_needs_it_and_nowhere_else(name, world):
	module = import_module(f"contact_center.framework.{name}")
	assert MISBEHAVES[name](world) == versions.is_needed(module.NEEDED_BY)


def test_each_of_two_links_to_one_doctype_has_its_own_title(world):
	corrections.apply()
	assert titles_of_a_pair() == dict(zip(("one", "two"), kit.twins(), strict=True))


def test_a_column_that_is_none_is_refused_each_time_and_a_comment_never_passes():
	corrections.apply()
	is_16 = versions.is_needed((">=16",))
	for _time in range(2):
		with pytest.raises(frappe.ValidationError if is_16 else frappe.DataError):
			frappe.get_all("User", {"name, (select 1)": 1})
		# 16 refuses the whole column, 15 takes the comment away
		with pytest.raises(frappe.PermissionError) if is_16 else nullcontext():
			assert "/*" not in str(frappe.qb.get_query("User", fields=["name /* and */"]))
	assert frappe.get_all("User", {"name": "Guest"}, pluck="name") == ["Guest"]


def test_a_sign_in_counts_the_tables_once_a_while_and_asks_once_for_reports_that_nobody_has(monkeypatch):
	corrections.apply()
	frappe.cache.delete_value(desk_openings_of_ours.MADE)
	assert signed_in("water") and not signed_in("roads")
	monkeypatch.setattr(desk_openings_of_ours.scope, "is_our_person", lambda _user=None: False)
	assert signed_in("water"), "who works with other apps"
	monkeypatch.undo()
	with kit.acting("water"):
		frappe.cache.set_value("has_role:Report", {}, user=frappe.session.user)
		with kit.counting_queries() as asked:
			assert boot.get_allowed_reports(cache=True) == {}
		assert not asked
		frappe.cache.delete_value("has_role:Report", user=frappe.session.user)
		assert boot.get_allowed_reports() == boot.get_allowed_reports(cache=True)


def test_what_the_framework_decorates_itself_is_wrapped_by_us_once():
	"""Frappe 16 decorates its handler of errors: that it is decorated does not tell that a correction has been there."""

	def decorated(function):
		return wraps(function)(lambda *given: function(*given))

	theirs = decorated(str)
	ours = import_module("contact_center.framework.plain_input")._answering(theirs)
	assert [wrapped.by_us(each) for each in (theirs, ours, decorated(ours))] == [False, True, True]


@pytest.mark.parametrize(
	("bounds", "version", "needed"),
	[
		((">=15", "<16"), "15.44.2", True),
		((">=15", "<16"), "15.103.0", True),
		((">=15", "<16"), "16.10.7", False),
		((">=15", "<16"), "16.0.0-dev", False),
		((">=15", "<15.103"), "15.44.2", True),
		((">=15", "<15.103"), "15.103.0", False),
		((">=16", "<17"), "15.103.0", False),
		((">=16", "<17"), "16.10.7", True),
		((">=15", "<17"), "17.0.0-dev", False),
	],
)
def test_bounds_are_read_as_they_are_written(bounds, version, needed):
	assert versions.is_needed(bounds, version) is needed


def test_every_replaced_method_is_one_of_the_framework_that_runs():
	for path, ours in frappe.get_hooks("override_whitelisted_methods", app_name=scope.APP).items():
		if "." in path:
			assert callable(frappe.get_attr(path)) and callable(frappe.get_attr(ours[-1])), path


@pytest.fixture
def salesman(world):
	"""Somebody of another app on the same site, and a document of that app's."""
	kit.add_person_of_another_app("kit-sales@example.com", "Kit Salesman", desk_access=1)
	todo = frappe.get_doc(
		{"doctype": "ToDo", "description": "-", "allocated_to": "kit-sales@example.com"}
	).insert()
	frappe.set_user("kit-sales@example.com")
	return todo


def test_other_apps_calls_stay_the_frameworks(salesman, monkeypatch):
	"""A good neighbour: neither its people nor its documents meet our corrections."""
	asked = []
	monkeypatch.setattr(scope, "check", lambda *about: asked.append(about))
	from contact_center.framework import attachments, letters, likes, tags, titles, web_comments

	likes.toggle_like("ToDo", salesman.name, "Yes")
	tags.add_tag("моє", "ToDo", salesman.name)
	letters.make_communication(content="x", subject="x")
	web_comments.check_web_page("ToDo")
	attachments.add_attachments("ToDo", salesman.name, [])
	assert titles.get_link_title("User", "Administrator")
	assert asked == []


def test_lists_of_other_apps_stay_open_to_their_portal_users(world, monkeypatch):
	"""A citizen has no list at all; a customer of another app on the site has that app's, and none of ours."""
	from contact_center.framework import report_titles, seen

	monkeypatch.setattr(reportview, "get", lambda: {})
	monkeypatch.setattr(workflow, "bulk_workflow_approval", lambda *ticked: None)

	def may(doctype: str) -> bool:
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(doctype=doctype))
		try:
			report_titles.get()
			seen.bulk_workflow_approval('["x"]', doctype, "Approve")
		except frappe.PermissionError:
			return False
		return True

	kit.add_person_of_another_app("kit-customer@example.com", "Kit Customer", desk_access=0)
	assert permissions.is_citizen("kit-customer@example.com")
	frappe.set_user("kit-customer@example.com")
	assert may("ToDo") and not may("Request") and not may("Request Task")
	with kit.acting("citizen"):
		assert not may("ToDo") and not may("Request")


def test_what_is_ours_is_guarded_from_other_apps_people(salesman, world):
	from contact_center.framework import attachments, likes, tags, titles, web_comments

	for act in (
		lambda: likes.toggle_like("Request", world.own, "Yes"),
		lambda: tags.add_tag("моє", "Request", world.own),
		lambda: web_comments.check_web_page("Request"),
		lambda: attachments.add_attachments("ToDo", salesman.name, [world.file]),
	):
		with pytest.raises(frappe.PermissionError):
			act()
	assert titles.get_link_title("Applicant", world.applicant) == world.applicant
