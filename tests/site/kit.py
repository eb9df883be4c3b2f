"""Name the people and records of the tests' small city, and do each act of a request in one line.

A test module sets `pytest_plugins = ["kit_city"]` and uses the fixture `city`, which is created and committed once a
session and removed at its end. The fixture `db` rolls back what a test has not committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.model.workflow import apply_workflow

from contact_center.access import roles

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=KYIV)
"""An ordinary working morning, far from both clock changes."""

PEOPLE = {
	"operator": [roles.OPERATOR],
	"supervisor": [roles.SUPERVISOR],
	"water": [roles.EXECUTOR],
	"roads": [roles.EXECUTOR],
	"housing": [roles.EXECUTOR],
	"idler": [roles.EXECUTOR],
	"management": [roles.MANAGEMENT],
	"administrator": [roles.ADMINISTRATOR],
	"sysadmin": ["System Manager", roles.ADMINISTRATOR],
	"citizen": [roles.APPLICANT],
	"neighbour": [roles.APPLICANT],
	"stranger": [],
}
"""{person: roles}. `idler` has the executor's role but belongs to no executor, `stranger` has no role."""

SURNAMES = {"citizen": "Заявниченко", "neighbour": "Сусідчук"}
PHONES = {"citizen": "+380671110001", "neighbour": "+380671110002"}
TWINS = (
	{
		"surname": "Двійниченко",
		"first_name": "Олена",
		"patronymic": "Петрівна",
		"phone": "+380932220097",
		"email": "kit-twin-1@example.com",
	},
	{
		"surname": "Двийниченко",
		"first_name": "Елена",
		"patronymic": "Петровна",
		"phone": "+380932220097",
		"email": "kit-twin-2@example.com",
	},
)
"""One person who was written down twice, in two spellings."""
EXECUTOR_OF = {"water": "KIT-WATER", "roads": "KIT-ROADS", "housing": "KIT-HOUSING"}

NORTH, SOUTH = "KIT-N", "KIT-S"
STREET = "вул. Перевірочна"
"""All its buildings lie in the north."""
LONG_STREET = "просп. Довгий Перевірочний"
"""Odd buildings lie in the north, even ones in the south."""

LEAK, SOS, POTHOLE, YARD, LIFT = "KIT-LEAK", "KIT-SOS", "KIT-POTHOLE", "KIT-YARD", "KIT-LIFT"
CHOICE, DETAILED = "KIT-CHOICE", "KIT-DETAILED"
GROUND = "Інше"
"""Of a refusal, where a test names none."""
ASKED = {
	"classifier": LEAK,
	"street": STREET,
	"building": "12",
	"description": "З підвалу тече вода",
	"wording_agreed": 1,
}
"""What the operator's desk sends of a request."""
PNG = bytes.fromhex(
	"89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
	"9c6360606060000000050001a5f645400000000049454e44ae426082"
)
BLURRED, SCAN, DISPUTED = (
	"Фото не дає впізнати роботи або місце",
	"Скан не читається",
	"Заявник не підтвердив",
)
"""Grounds of a return, as they are shipped."""
RESULT = {
	"result": "Прорив усунуто, двір прибрано.",
	"result_unit": "Аварійна бригада 3",
	"result_person": "Майстренко Петро Іванович",
	"result_phone": "+380 56 440 15 21",
	"informed_by": "Phone",
}
"""Fields of a result; `result` adds the day."""


def email(person: str) -> str:
	"""Return the user of one of PEOPLE."""
	return "Administrator" if person == "Administrator" else f"kit-{person}@example.com"


@contextmanager
def acting(person: str) -> Iterator[None]:
	"""Act as this person inside the block."""
	before = frappe.session.user
	frappe.set_user(email(person))
	try:
		yield
	finally:
		frappe.set_user(before)


def applicant(person: str = "citizen") -> str:
	"""Return the name of the Applicant of a portal account."""
	return frappe.db.get_value("Applicant", {"user": email(person)})


def twins() -> tuple[str, str]:
	"""Return two applicants who may be one person, made where they are not there yet: in the order of their names."""
	for spelling in TWINS:
		if not frappe.db.exists("Applicant", {"email": spelling["email"]}):
			values = {"doctype": "Applicant", "notify_by": "Phone", "consent": 1, **spelling}
			frappe.get_doc(values).insert(ignore_permissions=True)
	one, other = (frappe.db.get_value("Applicant", {"email": each["email"]}) for each in TWINS)
	return min(one, other), max(one, other)


def merged() -> str:
	"""Return an Applicant Merge in force, made where there is none: of two applicants that nothing else names."""
	from contact_center.intake import merging

	values = {"doctype": "Applicant", "notify_by": "E-mail", "first_name": "Ніна", "consent": 1}
	emails = ["kit-kept@example.com", "kit-merged@example.com"]
	for email_ in emails:
		if not frappe.db.exists("Applicant", {"email": email_}):
			frappe.get_doc({**values, "surname": "Єдиненко", "email": email_}).insert(ignore_permissions=True)
	kept, other = (frappe.db.get_value("Applicant", {"email": each}) for each in emails)
	found = frappe.db.get_value(merging.DOCTYPE, {"merged": other, "status": merging.IN_FORCE})
	return found or merging.merge(kept, other)


def put_back(fields: dict, person: str = "citizen") -> None:
	"""Commit what the Applicant of an account was before a test, as a save of it would."""
	frappe.db.rollback()
	doc = frappe.get_doc("Applicant", applicant(person))
	doc.update(fields)
	doc.flags.ignore_version = True
	doc.save(ignore_permissions=True)
	frappe.db.commit()


def values(**other) -> dict:
	"""Return the fields of a request by phone that the classifier can route."""
	anonymous = {} if other.get("anonymous") else {"applicant": applicant()}
	return {
		"channel": "Phone",
		"wording_agreed": 1,
		"classifier": LEAK,
		"street": STREET,
		"building": "12",
		"description": "З підвалу тече вода",
		**anonymous,
		**other,
	}


def registered(by: str = "operator", **other):
	"""Register a request as the operator; return the Request."""
	from contact_center.intake import registration

	with acting(by):
		return registration.register_at_once(values(**other))


def filed(by: str = "citizen", **other):
	"""File a request for moderation as the owner of an account; return the Request."""
	from contact_center.intake import filing

	with acting(by):
		return filing.file_from_portal(email(by), {**values(), "consent": 1, **other})


def memo(by: str = "operator", **other):
	"""Write a memo about a caller as a person of the office; return it."""
	values = {"phone": "067 111 00 01", "ground": "Insults", "what_was_said": "Ви всі ледарі", **other}
	with acting(by):
		return frappe.get_doc({"doctype": "Block Memo", **values}).insert()


def appeal(kind: str = "Complaint", by: str = "operator", **other):
	"""Take an appeal of the citizen about the water's executor at the desk; return it."""
	whom = {"about": "Executor", "executor": "KIT-WATER"}
	said = {"kind": kind, "text": "Майстер не прийшов, хоча обіцяв бути о десятій", **whom}
	with acting(by):
		values = {"doctype": "Appeal", "channel": "Phone", "applicant": applicant(), **said, **other}
		return frappe.get_doc(values).insert()


def passed_on(appeal, executor: str = "KIT-WATER", **values):
	"""Pass thanks on to an executor as the operator; return them."""
	from contact_center.intake import appeal_acts

	with acting("operator"):
		appeal_acts.pass_on(appeal.name, executor, seen=version(appeal), **values)
	return fresh(appeal)


def block(memo, days: int = 3):
	"""Approve a memo and block its number; return the Phone Block."""
	from contact_center.intake import memos

	with acting("supervisor"):
		memos.approve(memo.name)
	with acting("administrator"):
		memos.block(memo.name, days)
	return frappe.get_doc("Phone Block", {"memo": memo.name})


def task_of(request, executor: str | None = None):
	"""Return the request's newest task, of one executor if named."""
	filters = {"request": request.name} | ({"executor": executor} if executor else {})
	return frappe.get_last_doc("Request Task", filters, order_by="name desc")


def fresh(doc):
	"""Return the document as the database has it now."""
	return frappe.get_doc(doc.doctype, doc.name)


def version(doc) -> str:
	"""What a form or a page that shows the document now was read as; a committed act of others is seen too."""
	return str(frappe.db.get_value(doc.doctype, doc.name, "modified"))


def act(doc, action: str, by: str, **changes):
	"""Fill in `changes`, save, and apply the workflow action, as a person does in a desk form."""
	if action == "Reject":
		changes.setdefault("refusal_ground", GROUND)
	with acting(by):
		doc = fresh(doc)
		if changes:
			doc.update(changes)
			doc.save()
		return apply_workflow(doc.as_dict(), action)


def corrected(request, **fields):
	"""Correct fields of a registered request as the operator."""
	with acting("operator"):
		request = fresh(request)
		request.update(fields)
		request.save()
	return request


def accept(task, by: str = "water"):
	return act(task, "Accept", by)


def report(task, by: str = "water", **changes):
	"""Report the result with its evidence."""
	now = fresh(task)
	if not now.evidence:
		changes.setdefault("evidence", [{"kind": "Photo", "file": hung_on(task, by)}])
	if now.return_count:  # what was returned is not reported once more as it stood
		changes.setdefault("result", f"{RESULT['result']} Доопрацьовано, раз {now.return_count}.")
	return act(task, "Report Result", by, **result(**changes))


def result(**changes) -> dict:
	"""Return the fields of a result of today."""
	from contact_center.record import clock

	return {**RESULT, "result_date": clock.to_site(clock.now()).date().isoformat(), **changes}


def executor_title(code: str) -> str:
	return frappe.db.get_value("Executor", code, "title")


def hung_on(task, by: str = "water", name: str = "готово.png", content: bytes = PNG) -> str:
	"""Attach a file to the task as the executor; return its address."""
	from contact_center.access import files

	with acting(by):
		return files.attach("Request Task", task.name, name, content).file_url


def executed(**other):
	"""Return a request of one executor whose result waits for the applicant's answer."""
	request = registered(**other)
	report(accept(task_of(request)))
	return fresh(request)


def return_for_rework(
	request, reason: str = "На світлині не видно місця", by: str = "operator", grounds=(BLURRED,)
):
	"""Return a result for the grounds that are ticked: names, or rows of their own."""
	ticked = [{"ground": each} if isinstance(each, str) else each for each in grounds]
	return act(request, "Return for Rework", by, reason=reason, return_grounds=ticked)


def wished_day(task, days: int = 3) -> str:
	"""A day so many days after the task's present deadline."""
	return str(frappe.utils.add_days(fresh(task).due.date(), days))


def ask_for_term(task, by: str = "water", **values) -> str:
	"""Ask for a new term as the executor; return the name of the Extension Request."""
	from contact_center.control import extension_requests

	given = {"reason": "Чекаємо на засувку", "day": wished_day(task), **values}
	with acting(by):
		return extension_requests.ask_for_term(task.name, **given)


def hand_over(task, person: str | None, by: str = "water", **values) -> None:
	"""Hand the task to a person of its executor, or back to it, as one of its people."""
	from contact_center.control import handing

	with acting(by):
		handing.hand_over(task.name, email(person) if person else "", **values)


def organisation(person: str, *below: str, code: str = "KIT-ABOVE") -> str:
	"""Put an organisation, whose responsible person this is, above these executors; return its code."""
	row = {"user": email(person), "is_responsible": 1}
	if not frappe.db.exists("Executor", code):
		values = {
			"doctype": "Executor",
			"code": code,
			"title": f"Перевірочна організація {code}",
			"kind": "Department",
		}
		frappe.get_doc({**values, "is_group": 1, "is_active": 1, "users": [row]}).insert(
			ignore_permissions=True
		)
	for each in below:
		executor = frappe.get_doc("Executor", each)
		executor.parent_executor = code
		executor.save(ignore_permissions=True)
	return code


def assign_below(task, executor: str, by: str, reason: str = "Ближче до них", **values):
	"""Pass a task on to an executor below the person's organisation; return the new task."""
	from contact_center.control import assigning

	with acting(by):
		return frappe.get_doc("Request Task", assigning.assign_below(task.name, executor, reason, **values))


def extend(wish: str, by: str = "operator", **values) -> None:
	"""Agree to a new term as the operator."""
	from contact_center.control import extensions

	with acting(by):
		extensions.extend(wish, **values)


def ask_for_inspection(task, by: str = "water", **values) -> str:
	"""Ask for an inspection as the executor; return the name of the Inspection."""
	from contact_center.control import inspections

	with acting(by):
		return inspections.ask_for_inspection(task.name, **{"reason": "Мережа не наша", **values})


def call_inspection(request, by: str = "operator", **values):
	"""Call an inspection of the request for tomorrow; return the Inspection."""
	from contact_center.control import inspections
	from contact_center.record import clock

	tomorrow = clock.to_site(clock.now() + timedelta(days=1))
	given = {"starts_at": str(tomorrow), "place": "вул. Перевірочна, 12", "reason": "Дві служби сперечаються"}
	with acting(by):
		return frappe.get_doc("Inspection", inspections.call_inspection(request.name, **{**given, **values}))


def sample(by: str = "supervisor", **values) -> str:
	"""Draw a sample of what was closed up to today; return its name."""
	from contact_center.control import samples
	from contact_center.record import clock

	today = clock.now().date()
	period = {"from_date": str(today - timedelta(days=30)), "to_date": str(today)}
	with acting(by):
		return samples.draw(**{**period, "size": 5, **values})


def record_inspection(inspection, outcome: str = "Work Done", by: str = "operator", **values):
	"""Record what an inspection found, once it has begun; return it."""
	from contact_center.control import inspection_acts
	from contact_center.record import clock

	given = {"findings": "Люк закрито, асфальт відновлено", **values}
	with clock.at(clock.from_utc(fresh(inspection).starts_utc) + timedelta(hours=1)), acting(by):
		inspection_acts.record_inspection(inspection.name, outcome, **given)
	return fresh(inspection)


def confirm_and_close(request, by: str = "operator"):
	"""Record a call-back that confirms the result, and close the request, as the operator."""
	from contact_center.control import confirmation

	with acting(by):
		confirmation.call_back(request.name, "Confirmed", "дякує")
	return act(request, "Close", by)


def kinds(request) -> list[str]:
	"""Return the kinds of the request's journal lines, in order."""
	from contact_center.record import journal

	return [line["kind"] for line in journal.timeline("Request", request.name)]


def counts() -> dict[str, int]:
	"""Count the documents of each doctype that a refused act must not create."""
	doctypes = ("Request", "Request Task", "Request Journal", "Applicant", "Workflow Action", "Comment")
	return {doctype: frappe.db.count(doctype) for doctype in doctypes}


def stored(doctype: str, name: str) -> dict:
	"""Return the row of a document with all its columns, and its rows in child tables."""
	meta = frappe.get_meta(doctype)
	row = dict(frappe.db.get_value(doctype, name, "*", as_dict=True) or {})
	for df in meta.get_table_fields():
		row[df.fieldname] = frappe.get_all(
			df.options, {"parent": name, "parenttype": doctype}, ["*"], order_by="idx"
		)
	return row


@contextmanager
def counting_queries() -> Iterator[list[str]]:
	"""Yield a list of the statements that are sent to the database inside the block."""
	seen: list[str] = []
	original = frappe.db.sql

	def counted(query, *args, **kwargs):
		seen.append(str(query))
		return original(query, *args, **kwargs)

	frappe.db.sql = counted
	try:
		yield seen
	finally:
		del frappe.db.sql


def moment(*parts: int, fold: int = 0) -> datetime:
	"""Return an aware moment in the city's zone."""
	return datetime(*parts, tzinfo=KYIV, fold=fold)


def naive(*parts: int) -> datetime:
	"""Return naive site time, as a Datetime field holds it."""
	return datetime(*parts)


def new_connection():
	"""Return a second connection to the site's database, as another process has one; the caller closes it."""
	conf = frappe.conf
	return frappe.database.get_db(
		host=conf.db_host,
		user=conf.db_name,
		password=conf.db_password,
		port=conf.db_port,
		cur_db_name=conf.db_name,
	)


def add_person_of_another_app(user: str, role: str, desk_access: int) -> None:
	"""Add somebody whose only role belongs to another app on the same site."""
	frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": desk_access}).insert()
	person = {"doctype": "User", "email": user, "first_name": "Kit", "send_welcome_email": 0}
	frappe.get_doc({**person, "roles": [{"role": role}]}).insert()
