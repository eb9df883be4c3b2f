"""Commit requests in the tests' city, and call the server over HTTP as its people."""

import json
import re
from types import SimpleNamespace

import frappe
import kit
import pytest
import requests
from frappe.utils import add_to_date, now_datetime
from frappe.utils.password import update_password
from kit_city import leaving_nothing
from kit_files import unique_photo

from contact_center.execution import evidence_checks
from contact_center.record import messages, stage_rows

PASSWORD = "Kvitka-na-vikni-1520"
EVERYBODY = ["Guest", *kit.PEOPLE]
OURS = (
	*(
		"Request",
		"Request Task",
		"Request Journal",
		"Joined Applicant",
		"Request Evidence",
		"Work Stage",
		"Repair Event",
		"Repair Event Address",
		"Clarification",
		"Administrative Service",
		"Text Module",
		"Related Entry",
		"Block Memo",
		"Block Memo Step",
		"Phone Block",
		"Appeal",
		"Appeal Step",
		"Evidence Check",
		"Inspection",
		"Inspection Member",
		"Inspection Step",
		"Inspection Sample",
		"Sampled Request",
	),
	*(
		"Applicant",
		"Executor",
		"Executor User",
		"Executor Absence",
		"Classifier",
		"Classifier Executor",
		"City District",
		"City Street",
		"Street Type",
	),
	*(
		"Request Type",
		"Working Calendar",
		"File",
		"DocShare",
		"ToDo",
		"Communication",
		"Has Role",
		"Workflow",
	),
)
TRACES = ("Comment", "Version", "User", "Access Log", "Tag Link", "Workflow Action")
PNG = kit.PNG


class Client:
	"""The HTTP session of a person; `get`, `post`, `put`, `delete` take a path."""

	def __init__(self, base: str, person: str):
		self.base, self.person, self.session = base, person, requests.Session()
		if person != "Guest":
			answer = self.post("/api/method/login", {"usr": kit.email(person), "pwd": PASSWORD})
			assert answer.ok, answer.text
			# once a session has loaded a page, as a browser does, each post needs the token of the page
			self.session.headers["X-Frappe-CSRF-Token"] = re.search(
				r'name="csrf_token" value="(\w+)"', self.get("/my-requests").text
			)[1]

	def get(self, path: str, /, **params):
		texts = {
			name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()
		}
		return self.session.get(self.base + path, params=texts, timeout=60)

	def post(self, path: str, body: dict | None = None, **options):
		return self.session.post(self.base + path, json=body, timeout=60, **options)

	def put(self, path: str, body: dict):
		return self.session.put(self.base + path, json=body, timeout=60)

	def delete(self, path: str):
		return self.session.delete(self.base + path, timeout=60)

	def call(self, method: str, /, **arguments):
		"""POST to a whitelisted method."""
		return self.post(f"/api/method/{method}", arguments)


@pytest.fixture(scope="module")
def world(city):
	"""Commit the requests of two citizens at two executors and give their names. Tests must not change them."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	with leaving_nothing():
		with messages.quiet():
			made = build_world()
		frappe.db.commit()
		yield made


def build_world() -> SimpleNamespace:
	"""Make the requests, tasks, events and files of two citizens and two executors; return their names."""
	own, other = (
		kit.registered(),
		kit.registered(applicant=kit.applicant("neighbour"), classifier=kit.POTHOLE),
	)
	done = kit.executed(applicant=kit.applicant("neighbour"))
	kit.confirm_and_close(done)
	with kit.acting("roads"):
		task = kit.task_of(other)
		task.append(
			"evidence", {"kind": "Photo", "file": "/private/files/kit-secret.png", "note": "Доказ-сусіда"}
		)
		task.save()
	result = kit.executed()
	returned = kit.executed()
	kit.return_for_rework(returned)
	wish, other_wish = _wish("water"), _wish("roads", classifier=kit.POTHOLE)
	evidence_checks.wait(kit.task_of(result).name, result.name, now_datetime())
	memo = kit.memo(phone="067 111 00 77", applicant=kit.applicant("neighbour"))
	waiting = kit.filed()
	card, consultation = _talk(waiting.name)
	return SimpleNamespace(
		card=card,
		duplicate="-".join(kit.twins()),
		merge=kit.merged(),
		consultation=consultation,
		cleared_up=frappe.db.get_value("Clearing-up Call", {"request": waiting.name}),
		own=own.name,
		own_task=kit.task_of(own).name,
		other=other.name,
		other_task=task.name,
		other_evidence=task.evidence[0].name,
		other_stage=stage_rows.add(task.name, "Етап сусіда", 0),
		done=done.name,
		done_task=kit.task_of(done).name,
		own_stage=stage_rows.add(kit.task_of(own).name, "Свій етап", 0),
		done_evidence=kit.task_of(done).evidence[0].name,
		result=result.name,
		wish=wish,
		proposal=_proposal(),
		other_wish=other_wish,
		**_inspections(),
		sample=kit.sample(),
		return_mark=kit.fresh(returned).returned_for[0].name,
		waiting=waiting.name,
		neighbours_waiting=kit.filed("neighbour").name,
		anonymous_task=kit.task_of(kit.registered(anonymous=1, anonymous_warned=1)).name,
		line=frappe.get_last_doc("Request Journal", {"request": own.name}).name,
		applicant=kit.applicant(),
		joined=_joined(own.name),
		memo=memo.name,
		block=kit.block(memo).name,
		**_appeals(),
		check=kit.task_of(result).name,
		event=_event("KIT-WATER"),
		other_event=_event("KIT-ROADS"),
		**_knowledge(),
		file=_file("Request", own.name, "citizen"),
		other_file=_file("Request", other.name, "neighbour"),
		other_task_file=_file("Request Task", task.name, "roads"),
	)


def _proposal() -> str:
	"""Write down that an executor declines a route; return the name of the proposal."""
	key = {"executor": "KIT-WATER", "classifier": kit.LEAK, "street": kit.STREET}
	return frappe.get_doc({"doctype": "Route Proposal", **key, "declines": 3, "status": "Open"}).insert().name


def _wish(person: str, **other) -> str:
	"""Let an executor ask for a new term; return the name of its request."""
	task = kit.task_of(kit.registered(**other))
	kit.accept(task, person)
	return kit.ask_for_term(task, person)


def _inspections() -> dict[str, str]:
	"""An inspection to which the water's executor is called, and one of the roads'."""
	own = kit.call_inspection(
		kit.registered(), members='[{"full_name": "Сусід Іван", "email": "kit-secret@example.com"}]'
	)
	other = kit.call_inspection(kit.registered(classifier=kit.POTHOLE))
	return {
		"inspection": own.name,
		"member": own.members[0].name,
		"inspection_step": own.steps[0].name,
		"other_inspection": other.name,
		"other_member": other.members[0].name,
	}


def _talk(request: str) -> tuple[str, str]:
	"""Record a talk of the operator with the citizen, and a call that clears up a request; return card and consultation."""
	from contact_center.desk import call

	with kit.acting("operator"):
		call.clear_up(request, "Cleared Up", "Таємниця-дзвінка")
		card = call.begin("kit", phone=kit.PHONES["citizen"])["name"]
		call.identify(card, {"applicant": kit.applicant()})
		call.keep(card, '{"notes": "Таємниця-чернетки"}')
		made = call.consult(card, "kit", {"classifier": kit.LEAK, "text": "Воду ввімкнуть увечері"})
	return card, made["consultation"]


def _appeals() -> dict[str, str]:
	"""A complaint of the citizen about the water's executor, and thanks that were passed on to the roads'."""
	complaint, thanks = kit.appeal(answer_by="E-mail"), kit.appeal("Gratitude", executor="KIT-ROADS")
	kit.passed_on(thanks, "KIT-ROADS")
	step = kit.fresh(complaint).steps[0].name
	return {"appeal": complaint.name, "other_appeal": thanks.name, "appeal_step": step}


def event_fields(executor: str) -> dict:
	start = add_to_date(now_datetime(), days=3)
	times = {"starts_at": str(start), "ends_at": str(add_to_date(start, hours=5))}
	return {"title": f"Ремонт {executor}", "executor": executor, "kind": "Planned", **times}


def _joined(request: str) -> str:
	from contact_center.intake import joining

	joining.join(request, kit.applicant("neighbour"))
	return frappe.db.get_value("Joined Applicant", {"request": request})


def _event(executor: str) -> str:
	return frappe.get_doc({"doctype": "Repair Event", **event_fields(executor)}).insert().name


def knowledge_fields(doctype: str, executor: str = "KIT-WATER") -> dict:
	"""Fields of a clarification, a service or a text module that the city's executor answers for."""
	title, entries = f"Питання KIT {executor}", [{"classifier": kit.LEAK}]
	if doctype == "Text Module":
		return {"title": title, "text": "За адресою {address}", "purpose": "Answer", "entries": entries}
	until = str(add_to_date(now_datetime(), months=6).date())
	common = {"title": title, "supplier": executor, "valid_until": until, "entries": entries}
	if doctype == "Clarification":
		return {**common, "answer": f"Відповідь KIT {executor}", "short_answer": "Коротко"}
	rows = {
		"documents": [{"title": "Паспорт"}],
		"places": [{"title": "ЦНАП", "address": "пл. Молодіжна, 1"}],
	}
	return {**common, **rows, "summary": f"Послуга KIT {executor}"}


def _knowledge() -> dict[str, str]:
	def make(doctype: str, executor: str = "KIT-WATER"):
		return frappe.get_doc({"doctype": doctype, **knowledge_fields(doctype, executor)}).insert()

	own, other = make("Clarification"), make("Clarification", "KIT-ROADS")
	service, other_service = make("Administrative Service"), make("Administrative Service", "KIT-ROADS")
	return {
		"clarification": own.name,
		"other_clarification": other.name,
		"own_entry": own.entries[0].name,
		"other_entry": other.entries[0].name,
		"service": service.name,
		"other_service": other_service.name,
		"document": service.documents[0].name,
		"other_document": other_service.documents[0].name,
		"service_place": service.places[0].name,
		"other_place": other_service.places[0].name,
		"text_module": make("Text Module").name,
	}


def _file(doctype: str, name: str, person: str) -> str:
	from contact_center.access import files

	with kit.acting(person):
		if doctype == "Request":
			return _sent_file(name, person)
		return files.attach(doctype, name, f"kit-{person}.jpg", unique_photo()).name


def _sent_file(request: str, person: str) -> str:
	from contact_center.portal import uploads

	file = uploads.take(kit.email(person), f"kit-{person}.jpg", unique_photo())["name"]
	uploads.claim(kit.email(person), [file], request)
	return file


@pytest.fixture(scope="session")
def rest(http, city):
	"""Return `rest(person)`, which gives the person's Client, logged in once a session; "Guest" has no login."""
	for person in kit.PEOPLE:
		update_password(kit.email(person), PASSWORD)
	frappe.db.commit()
	clients: dict[str, Client] = {}

	def client(person: str) -> Client:
		if person not in clients:
			clients[person] = Client(http, person)
		return clients[person]

	return client


def footprint() -> dict:
	"""Return checksums of all tables that a refused act might have changed, and counts of records that refer to them."""
	frappe.db.rollback()
	tables = ", ".join(f"`tab{doctype}`" for doctype in OURS)
	return dict(frappe.db.sql(f"checksum table {tables}")) | {
		doctype: frappe.db.count(doctype) for doctype in TRACES
	}


@pytest.fixture
def untouched(world):
	"""Assert that the test changed nothing."""
	before = footprint()
	yield
	assert footprint() == before


def is_refused(answer) -> bool:
	"""Return whether the server refused for lack of permission, rather than failed."""
	return answer.status_code in (401, 403, 404)
