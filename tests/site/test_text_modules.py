"""Text modules are offered by entry, filled in as far as is known, and name nobody to who may not know (D1)."""

import frappe
import kit
import pytest

from contact_center.desk import text_modules as desk
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city", "db")


def make(title: str, text: str = "Текст", **fields):
	values = {"title": f"{title} KIT", "text": text, "purpose": "Answer", **fields}
	return frappe.get_doc({"doctype": "Text Module", **values}).insert()


def offered(person: str = "operator", **asked) -> list[dict]:
	with kit.acting(person):
		found = desk.modules(**{"purpose": "Answer", **asked})
	return [module for module in found if "KIT" in module["title"]]


def test_those_of_the_entry_come_first_then_those_for_all():
	make("Б для всіх")
	make("В", entries=[{"classifier": kit.LEAK}])
	make("А іншої", entries=[{"classifier": kit.POTHOLE}])
	make("Г не в роботі", is_active=0)
	make("Ґ формулювання", purpose="Wording")
	assert [each["title"] for each in offered(classifier=kit.LEAK)] == ["В KIT", "Б для всіх KIT"]
	assert [each["title"] for each in offered()] == ["Б для всіх KIT"]
	assert [each["title"] for each in offered(purpose="Wording")] == ["Ґ формулювання KIT"]


def test_a_stored_request_fills_the_places():
	request = kit.registered()
	make("Усе", "{номер}|{address}|{заявник}|{entry}|{виконавець}|{due}")
	[module] = offered(doctype="Request", name=request.name)
	number, address, name, entry, executor, due = module["text"].split("|")
	assert number == request.number and kit.STREET in address
	assert name == frappe.db.get_value("Applicant", request.applicant, "full_name")
	assert entry == frappe.db.get_value("Classifier", request.classifier, "title")
	assert executor == kit.executor_title("KIT-WATER") and due.count(":") == 1


def test_what_executors_read_names_no_applicant():
	request = kit.registered()
	make("Ім’я", "{заявник}, {number}")
	[module] = offered(doctype="Request", name=request.name, nameless=1)
	assert module["text"] == f"____, {request.number}"


def test_what_is_typed_into_a_new_request_fills_them_too():
	make("Нова", "{address}: {entry}, {номер}", purpose="Wording")
	[module] = offered(purpose="Wording", classifier=kit.LEAK, street=kit.STREET, building="5", flat="7")
	assert module["text"].startswith(f"{kit.STREET}, 5, ") and module["text"].endswith("____")


def test_an_executor_gets_answers_without_the_applicants_name():
	request = kit.registered()
	task = kit.task_of(request)
	make("Ім’я", "{заявник}, {number}")
	make("Формулювання", purpose="Wording")
	[module] = offered("water", doctype="Request Task", name=task.name)
	assert module["text"] == f"____, {request.number}"
	assert offered("water", purpose="Wording") == []


@pytest.mark.parametrize("person", ["roads", "idler"])
def test_anothers_task_fills_nothing(person):
	task = kit.task_of(kit.registered())
	with pytest.raises(frappe.PermissionError):
		offered(person, doctype="Request Task", name=task.name)


@pytest.mark.parametrize("person", ["management", "administrator", "citizen", "stranger"])
def test_who_writes_no_answers_gets_no_modules(person):
	with pytest.raises(frappe.PermissionError):
		offered(person)


@pytest.mark.parametrize("doctype", ["Applicant", "User", "Executor"])
def test_no_other_document_is_read(doctype):
	with pytest.raises(frappe.PermissionError):
		offered(doctype=doctype, name=kit.applicant())


def test_an_unknown_place_is_refused_when_it_is_written():
	with pytest.raises(frappe.ValidationError) as refusal:
		make("Хибна", "Шановний {піб}")
	assert refusal.value.problem.kind is Kind.UNKNOWN_PLACEHOLDER and "{адреса}" in str(refusal.value)


def test_offering_takes_the_same_queries_whatever_there_is():
	counts = []
	for _round in range(2):
		for number in range(5):
			make(f"Багато {number}", entries=[{"classifier": kit.LEAK}])
		with kit.counting_queries() as queries:
			offered(classifier=kit.LEAK)
		counts.append(len(queries))
	assert counts[0] == counts[1]
