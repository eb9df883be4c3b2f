"""Create the records of the tests' city, and remove them. See kit.py."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest
from kit import (
	CHOICE,
	DETAILED,
	EXECUTOR_OF,
	LEAK,
	LIFT,
	LONG_STREET,
	NORTH,
	PEOPLE,
	PHONES,
	POTHOLE,
	SOS,
	SOUTH,
	STREET,
	SURNAMES,
	YARD,
	email,
)

from contact_center.execution import result_texts
from contact_center.record import messages

WATER, ROADS, HOUSING = EXECUTOR_OF.values()
IDLE = "KIT-IDLE"
ENTRIES = {
	LEAK: {"request_type": "emergency", "executors": [WATER], "evidence": ["Photo"], "is_public": 1},
	SOS: {"request_type": "sos", "executors": [WATER]},
	POTHOLE: {"request_type": "ordinary", "executors": [(ROADS, NORTH), (HOUSING, SOUTH)], "is_public": 1},
	YARD: {"request_type": "medium", "executors": [HOUSING, (ROADS, None, 1)]},
	LIFT: {"request_type": "long", "executors": [HOUSING]},
	CHOICE: {"request_type": "ordinary", "operator_may_choose": 1},
	DETAILED: {
		"request_type": "ordinary",
		"executors": [WATER],
		"required": ["building", "flat", "phone", "photo"],
	},
	"KIT-GROUP": {"is_group": 1},
	"KIT-RETIRED": {"request_type": "ordinary", "executors": [WATER], "is_active": 0},
	"KIT-UNTYPED": {"executors": [WATER]},
	"KIT-NORTH": {"request_type": "ordinary", "executors": [(ROADS, NORTH)]},
	"KIT-NOBODY": {"request_type": "ordinary"},
	"KIT-IDLE": {"request_type": "ordinary", "executors": [IDLE]},
	"KIT-TWO": {"request_type": "ordinary", "executors": [WATER, ROADS]},
}
"""Classifier entries. Those that kit.py does not name are faulty on purpose."""

ABSENCE = {
	"user": email("water"),
	"deputy": email("housing"),
	"from_date": "2090-01-03",
	"until_date": "2090-01-14",
	"note": "Таємниця-відсутності",
}
"""Long after all tests."""

OURS = ("like", "KIT-%")
THEM = "kit-%@example.com"
KNOWLEDGE = ("Clarification", "Administrative Service", "Text Module")
COMMITTED = (
	"Route Proposal",
	"Request",
	"Repair Event",
	"File",
	"Block Memo",
	"Appeal",
	"Inspection Sample",
	"Interaction",
	"Consultation",
	*KNOWLEDGE,
)
NAME_TWO = (
	*(("Possible Duplicate", side) for side in ("applicant", "other")),
	*(("Applicant Merge", side) for side in ("kept", "merged")),
)
"""What names two applicants, and by which fields."""
LEFT_BEHIND = {
	"Version": "docname",
	"Comment": "reference_name",
	"Communication": "reference_name",
	"ToDo": "reference_name",
	"Notification Log": "document_name",
	"DocShare": "share_name",
	"Access Log": "reference_document",
	"Email Queue": "reference_name",
	"View Log": "reference_name",
	"Request Evidence": "parent",
	"Workflow Action": "reference_name",
}


@pytest.fixture(scope="session")
def city(site):
	"""Create and commit the city; remove it when the session ends."""
	remove()
	with messages.quiet():
		build()
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	remove()


@pytest.fixture
def mailbox():
	"""An outgoing account, should the site have none."""
	if not frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}):
		account = frappe.get_doc(
			{
				"doctype": "Email Account",
				"email_account_name": "KIT",
				"email_id": "kit@example.com",
				"enable_outgoing": 1,
				"default_outgoing": 1,
				"smtp_server": "127.0.0.1",
				"no_smtp_authentication": 1,
			}
		)
		account.flags.ignore_validate = True
		account.insert(ignore_permissions=True)
		frappe.cache.delete_value("outgoing_email_account")
		frappe.local.outgoing_email_account = {}


def build() -> None:
	"""Insert all records. The caller commits."""
	frappe.flags.in_import = True  # otherwise Frappe refuses so many new users at once
	try:
		for person in PEOPLE:
			_user(person)
	finally:
		frappe.flags.in_import = False
	_places()
	for number, (code, person) in enumerate(_executors()):
		_executor(code, person, number)
	for code, entry in ENTRIES.items():
		_entry(code, **entry)
	for person in SURNAMES:
		_applicant(person)


def _make(doctype: str, **fields) -> None:
	frappe.get_doc({"doctype": doctype, **fields}).insert(ignore_permissions=True)


def _user(person: str) -> None:
	_make(
		"User",
		email=email(person),
		first_name=person.title(),
		last_name=SURNAMES.get(person, "Тестова"),
		send_welcome_email=0,
		enabled=1,
		roles=[{"role": role} for role in PEOPLE[person]],
	)


def _places() -> None:
	_make("City District", code=NORTH, title="Північний перевірочний район")
	_make("City District", code=SOUTH, title="Південний перевірочний район")
	_make(
		"City Street",
		street_type="вул.",
		street_name="Перевірочна",
		ranges=[{"district": NORTH, "parity": "All"}],
	)
	halves = [{"district": NORTH, "parity": "Odd"}, {"district": SOUTH, "parity": "Even"}]
	_make("City Street", street_type="просп.", street_name="Довгий Перевірочний", ranges=halves)


def _executors() -> list[tuple[str, str | None]]:
	return [*((code, person) for person, code in EXECUTOR_OF.items()), (IDLE, None)]


def _executor(code: str, person: str | None, number: int) -> None:
	_make(
		"Executor",
		code=code,
		title=f"Перевірочний виконавець {number + 1}",
		kind="Utility",
		is_active=int(person is not None),
		official_email=f"{code.lower()}@example.com",
		users=[{"user": email(person), "is_responsible": 1}] if person else [],
		absences=[ABSENCE] if code == WATER else [],
	)


def _entry(code: str, executors=(), evidence=(), required=(), **fields) -> None:
	rows = [each if isinstance(each, tuple) else (each,) for each in executors]
	_make(
		"Classifier",
		**{
			"code": code,
			"title": f"Перевірочна справа {code[4:].title()}",
			"is_active": 1,
			"is_public": 0,
			**fields,
		},
		executors=[dict(zip(("executor", "district", "is_lead"), row, strict=False)) for row in rows],
		evidence=[{"kind": kind} for kind in evidence],
		required_fields=[{"field": name} for name in required],
	)


def _applicant(person: str) -> None:
	_make(
		"Applicant",
		surname=SURNAMES[person],
		first_name="Оксана",
		phone=PHONES[person],
		email=email(person),
		notify_by="E-mail",
		user=email(person),
		consent=1,
	)


def remove() -> None:
	"""Delete all records of these tests and commit. No other code deletes requests."""
	removed = remove_requests(_requests())
	removed += _remove_events(frappe.get_all("Repair Event", {"executor": OURS}, pluck="name"))
	for doctype in KNOWLEDGE:
		written = {"owner": ("like", THEM), "title": ("like", "%KIT%")}
		removed += _remove_knowledge(doctype, frappe.get_all(doctype, or_filters=written, pluck="name"))
	removed += _remove_memos(frappe.get_all("Block Memo", {"owner": ("like", THEM)}, pluck="name"))
	removed += _remove_appeals(_their_appeals())
	_remove_samples(frappe.get_all("Inspection Sample", {"owner": ("like", THEM)}, pluck="name"))
	_delete_files(frappe.get_all("File", {"owner": ("like", THEM)}, pluck="name"))
	_remove_their_talks()
	_remove_city()
	_remove_traces(removed)  # last, because deleting creates comments
	_remove_what_they_wrote()
	frappe.db.commit()
	frappe.clear_cache()


@contextmanager
def leaving_nothing() -> Iterator[None]:
	"""Remove, at the end of the block, the requests, repair events and files that any process has committed inside.

	Otherwise the sweep of the next test would find them, and its citizens would have waiting files.
	"""
	before = _all()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	new = {doctype: list(names - before[doctype]) for doctype, names in _all().items()}
	if any(new.values()):
		removed = remove_requests(new["Request"]) + _remove_events(new["Repair Event"])
		for doctype in KNOWLEDGE:
			removed += _remove_knowledge(doctype, new[doctype])
		removed += _remove_memos(new["Block Memo"])
		removed += _remove_appeals(new["Appeal"])
		_remove_samples(new["Inspection Sample"])
		_delete_files([name for name in new["File"] if frappe.db.exists("File", name)])
		frappe.db.delete("Route Proposal", {"name": ("in", new["Route Proposal"] or ["-"])})
		_remove_talks(new["Interaction"], new["Consultation"])
		_remove_traces(removed)
		frappe.db.commit()


def _all() -> dict[str, set[str]]:
	return {doctype: set(frappe.get_all(doctype, pluck="name")) for doctype in COMMITTED}


def remove_requests(requests: list[str]) -> list[str]:
	"""Delete these requests with all their records; return their names and those of their tasks.

	After a rollback numbers are given again, so the rests of a task would appear in another one of the same name.
	"""
	tasks = frappe.get_all("Request Task", {"request": ("in", requests)}, pluck="name") if requests else []
	inspections = frappe.get_all("Inspection", {"request": ("in", requests or ["-"])}, pluck="name")
	_remove_files([*requests, *tasks, *inspections])
	for doctype, field, names in (
		("Request Evidence", "parent", tasks),
		("Work Stage", "parent", tasks),
		("Extension Request", "task", tasks),
		("Inspection Member", "parent", inspections),
		("Inspection Step", "parent", inspections),
		("Inspection", "name", inspections),
		("Return Mark", "parent", requests),
		("Evidence Check", "task", tasks),
		("Request Task", "name", tasks),
		("Joined Applicant", "request", requests),
		("Request Journal", "request", requests),
		("Request", "name", requests),
	):
		frappe.db.delete(doctype, {field: ("in", names or ["-"])})
	frappe.db.sql(f"delete from `{result_texts.TEXTS}` where task in %s", (tuple(tasks or ["-"]),))
	return [*requests, *tasks]


def _remove_events(events: list[str]) -> list[str]:
	_remove_files(events)
	frappe.db.delete("Repair Event", {"name": ("in", events or ["-"])})
	frappe.db.delete("Repair Event Address", {"parent": ("in", events or ["-"])})
	return events


def _remove_talks(cards: list[str], consultations: list[str]) -> None:
	frappe.db.delete("Consultation", {"name": ("in", consultations or ["-"])})
	frappe.db.delete("Clearing-up Call", {"parent": ("in", cards or ["-"])})
	frappe.db.delete("Interaction", {"name": ("in", cards or ["-"])})


def _remove_their_talks() -> None:
	"""Before the people and applicants go: cards of theirs, and the rows of applicants' phones."""
	theirs = frappe.get_all("Applicant", {"email": ("like", THEM)}, pluck="name") or ["-"]
	cards = frappe.get_all(
		"Interaction", or_filters={"operator": ("like", THEM), "applicant": ("in", theirs)}, pluck="name"
	)
	_remove_talks(cards, frappe.get_all("Consultation", {"operator": ("like", THEM)}, pluck="name"))
	written = {"owner": ("like", THEM)}
	for name in [*theirs, *frappe.get_all("Applicant", written, pluck="name")]:
		frappe.db.delete("Applicant Phone", {"applicant": name})
		for doctype, side in NAME_TWO:
			frappe.db.delete(doctype, {side: name})
	frappe.db.delete("Applicant", written)


def _remove_knowledge(doctype: str, names: list[str]) -> list[str]:
	_remove_files(names)
	frappe.db.delete(doctype, {"name": ("in", names or ["-"])})
	for rows in ("Related Entry", "Service Document", "Service Place"):
		frappe.db.delete(rows, {"parent": ("in", names or ["-"])})
	frappe.db.delete("Clarification Mark", {"clarification": ("in", names or ["-"])})
	return names


def _remove_memos(memos: list[str]) -> list[str]:
	blocks = frappe.get_all("Phone Block", {"memo": ("in", memos or ["-"])}, pluck="name")
	for doctype, field in (("Phone Block", "memo"), ("Block Memo Step", "parent"), ("Block Memo", "name")):
		frappe.db.delete(doctype, {field: ("in", memos or ["-"])})
	return [*memos, *blocks]


def _their_appeals() -> list[str]:
	people = frappe.get_all("Applicant", {"email": ("like", THEM)}, pluck="name")
	theirs = {"owner": ("like", THEM), "applicant": ("in", people or ["-"]), "executor": OURS}
	return frappe.get_all("Appeal", or_filters=theirs, pluck="name")


def _remove_appeals(names: list[str]) -> list[str]:
	frappe.db.delete("Appeal Step", {"parent": ("in", names or ["-"])})
	frappe.db.delete("Appeal", {"name": ("in", names or ["-"])})
	return names


def _remove_samples(names: list[str]) -> None:
	frappe.db.delete("Sampled Request", {"parent": ("in", names or ["-"])})
	frappe.db.delete("Inspection Sample", {"name": ("in", names or ["-"])})


def _requests() -> list[str]:
	people = frappe.get_all("Applicant", {"user": ("like", THEM)}, pluck="name")
	named = {
		"classifier": OURS,
		"street": ("in", [STREET, LONG_STREET]),
		"applicant": ("in", people or ["-"]),
	}
	return frappe.get_all("Request", or_filters=named, pluck="name")


def _remove_files(names: list[str]) -> None:
	attached = frappe.get_all("File", {"attached_to_name": ("in", names)}, pluck="name") if names else []
	_delete_files(attached)


def _delete_files(names: list[str]) -> None:
	for name in names:
		frappe.delete_doc("File", name, force=True, ignore_permissions=True)


def _remove_traces(names: list[str]) -> None:
	actions = frappe.get_all("Workflow Action", {"reference_name": ("in", names or ["-"])}, pluck="name")
	frappe.db.delete("Workflow Action Permitted Role", {"parent": ("in", actions or ["-"])})
	for doctype, field in LEFT_BEHIND.items():
		frappe.db.delete(doctype, {field: ("in", names or ["-"])})


def _remove_what_they_wrote() -> None:
	for doctype in ("Version", "Comment", "Request Journal", "Request Evidence"):
		frappe.db.delete(doctype, {"owner": ("like", THEM)})
	frappe.db.delete("Email Queue Recipient", {"recipient": ("like", THEM)})


def _remove_city() -> None:
	for doctype in (
		"Classifier Executor",
		"Classifier Evidence",
		"Classifier Required Field",
		"Executor User",
		"Executor Absence",
	):
		frappe.db.delete(doctype, {"parent": OURS})
	for doctype in ("Classifier", "Executor", "City District"):
		frappe.db.delete(doctype, {"name": OURS})
	frappe.db.delete("City Street Range", {"parent": ("in", [STREET, LONG_STREET])})
	frappe.db.delete("City Street", {"name": ("in", [STREET, LONG_STREET])})
	frappe.db.delete("Applicant", {"email": ("like", THEM)})
	_remove_people()


def _remove_people() -> None:
	"""Delete the users by SQL, because Frappe refuses to delete a site's last System Manager."""
	people = ("like", THEM)
	frappe.db.delete("Contact", {"email_id": people})
	for doctype, field in {
		"Has Role": "parent",
		"Notification Settings": "name",
		"Sessions": "user",
		"User": "name",
	}.items():
		frappe.db.delete(doctype, {field: people})
	frappe.db.sql("delete from `__Auth` where doctype = 'User' and name like %s", THEM)
