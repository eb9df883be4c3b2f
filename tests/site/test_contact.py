"""The executor of a running task sees the applicant's contact and writes comments; others do not (R8.1.3, D1, D2)."""

import frappe
import kit
import pytest
from kit import LEAK, POTHOLE

from contact_center.access import roles
from contact_center.control import comments
from contact_center.control.redirect import redirect
from contact_center.execution.contact import applicant_contact
from contact_center.record import journal

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_the_contact_is_shown_to_the_executor_and_the_look_is_on_record():
	"""D1, D2."""
	task = kit.task_of(kit.registered())
	with kit.acting("water"):
		contact = applicant_contact(task.name)
	assert contact["phone"] == kit.PHONES["citizen"]
	assert kit.SURNAMES["citizen"] in contact["full_name"]
	log = frappe.get_last_doc("Access Log", {"reference_document": task.name})
	assert (log.user, log.export_from, log.method) == (
		kit.email("water"),
		"Request Task",
		"Applicant Contact",
	)


@pytest.mark.parametrize(
	"person", ["roads", "idler", "management", "administrator", "sysadmin", "citizen", "stranger"]
)
def test_other_users_do_not_see_the_contact(person):
	"""D1: each sees what its work needs; the report readers' work does not need it."""
	task = kit.task_of(kit.registered())
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		applicant_contact(task.name)
	assert not frappe.db.exists("Access Log", {"reference_document": task.name})


@pytest.fixture(params=[roles.MANAGEMENT, roles.ADMINISTRATOR])
def who_oversees_too(request):
	user = frappe.get_doc("User", kit.email("roads"))
	user.add_roles(request.param)
	yield
	user.remove_roles(request.param)


@pytest.mark.usefixtures("who_oversees_too")
def test_who_reads_all_tasks_sees_the_contact_of_own_ones_alone():
	"""D1: an executor's person who is given one more role has no more business with other executors' applicants."""
	task = kit.task_of(kit.registered())
	with kit.acting("roads"), pytest.raises(frappe.PermissionError):
		applicant_contact(task.name)
	own = kit.accept(kit.task_of(kit.registered(classifier=POTHOLE)), by="roads")
	with kit.acting("roads"):
		assert applicant_contact(own.name)["phone"] == kit.PHONES["citizen"]


def test_the_contact_is_shown_once_the_task_is_accepted():
	"""D1: who has not taken it up has no business with the applicant; the refusal names the cure."""
	task = kit.task_of(kit.registered(classifier=POTHOLE))
	with kit.acting("roads"), pytest.raises(frappe.PermissionError, match="Accept the task first"):
		applicant_contact(task.name)
	assert not frappe.db.exists("Access Log", {"reference_document": task.name})
	kit.accept(task, by="roads")
	with kit.acting("roads"):
		assert applicant_contact(task.name)["phone"] == kit.PHONES["citizen"]


@pytest.fixture
def types():
	"""The request types, which a test changes; what was cached of them goes with the test."""
	yield
	for code in ("emergency", "ordinary"):
		frappe.clear_document_cache("Request Type", code)


@pytest.mark.usefixtures("types")
def test_an_urgent_type_shows_the_contact_at_once_as_the_administrator_says():
	"""D1: the setting of the type, and nothing in the code, says which types are urgent."""
	urgent, ordinary = kit.task_of(kit.registered()), kit.task_of(kit.registered(classifier=POTHOLE))
	for code, shown in (("emergency", 0), ("ordinary", 1)):
		rtype = frappe.get_doc("Request Type", code)
		rtype.contact_at_once = shown
		rtype.save()
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		applicant_contact(urgent.name)
	with kit.acting("roads"):
		assert applicant_contact(ordinary.name)["phone"]


def test_a_returned_task_counts_as_accepted():
	"""D1, R6.3.3: it runs again, and its executor has been at work on it."""
	request = kit.registered(classifier=POTHOLE)
	task = kit.task_of(request)
	kit.accept(task, by="roads")
	kit.report(task, by="roads")
	kit.return_for_rework(request)
	assert kit.fresh(task).stage == "Rework"
	with kit.acting("roads"):
		assert applicant_contact(task.name)["phone"]


def test_who_gets_a_task_that_another_has_accepted_accepts_it_first():
	"""D1, R6.2.1."""
	request = kit.registered(classifier=POTHOLE)
	kit.accept(kit.task_of(request), by="roads")
	with kit.acting("operator"):
		redirect(kit.task_of(request).name, "KIT-HOUSING", "Не їхня дорога")
	with kit.acting("housing"), pytest.raises(frappe.PermissionError):
		applicant_contact(kit.task_of(request, "KIT-HOUSING").name)


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_the_office_need_not_wait_for_the_acceptance(person):
	task = kit.task_of(kit.registered(classifier=POTHOLE))
	with kit.acting(person):
		assert applicant_contact(task.name)["phone"]


def test_the_form_says_why_no_contact_is_shown():
	"""The button would be refused; instead the form names what comes first."""
	task = kit.task_of(kit.registered(classifier=POTHOLE))

	def why_not() -> str:
		with kit.acting("roads"):
			doc = kit.fresh(task)
			doc.run_method("onload")
			return doc.get("__onload")["contact_center"]["no_contact"]

	assert "Accept the task first" in why_not()
	kit.accept(task, by="roads")
	assert why_not() == ""


def test_the_contact_is_gone_with_the_work():
	"""D1: while they run."""
	request = kit.executed()
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		applicant_contact(kit.task_of(request).name)


def test_the_contact_is_gone_with_a_redirect():
	"""D1: the executor that had it before has no business with the applicant any more."""
	task = kit.task_of(kit.registered())
	with kit.acting("operator"):
		redirect(task.name, "KIT-HOUSING", "Не їхній будинок")
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		applicant_contact(task.name)


def test_an_anonymous_applicant_stays_so():
	"""D1, R5.7."""
	task = kit.task_of(kit.registered(anonymous=1, anonymous_warned=1))
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		applicant_contact(task.name)


def test_a_user_removed_from_the_executor_loses_its_tasks_at_once():
	"""P5."""
	task = kit.task_of(kit.registered())
	with kit.acting("water"):
		assert frappe.get_list("Request Task", {"name": task.name})
	executor = frappe.get_doc("Executor", "KIT-WATER")
	executor.users = []
	executor.save()
	with kit.acting("water"):
		assert not frappe.get_list("Request Task")
		with pytest.raises(frappe.PermissionError):
			kit.fresh(task).check_permission("read")


def test_a_person_of_two_executors_sees_the_tasks_of_both():
	executor = frappe.get_doc("Executor", "KIT-ROADS")
	executor.append("users", {"user": kit.email("water")})
	executor.save()
	tasks = {kit.task_of(kit.registered(classifier=entry)).name for entry in (LEAK, POTHOLE)}
	with kit.acting("water"):
		assert tasks <= set(frappe.get_list("Request Task", pluck="name", limit_page_length=0))


def test_executors_comment_on_their_task():
	"""R8.1.3: seen by the operator, and by the applicant where marked so."""
	request = kit.registered()
	task = kit.task_of(request)
	with kit.acting("water"):
		comments.comment("Request Task", task.name, "Чекаємо на деталь")
		comments.comment("Request Task", task.name, "Роботи почнуться завтра", is_public=1)
	assert [line["text"] for line in journal.timeline("Request", request.name)][-2:] == [
		"Чекаємо на деталь",
		"Роботи почнуться завтра",
	]
	shown = [line["text"] for line in journal.public_timeline(request.name)]
	assert "Роботи почнуться завтра" in shown and "Чекаємо на деталь" not in shown


def test_comments_end_with_the_work():
	"""R8.1.3: on the state while it runs; afterwards the applicant's page is not the executor's to write on."""
	request = kit.executed()
	task = kit.task_of(request)
	kit.confirm_and_close(request)
	before = kit.kinds(request)
	for person, doc in (("water", task), ("operator", task), ("operator", request)):
		with kit.acting(person), pytest.raises(frappe.ValidationError):
			comments.comment(doc.doctype, doc.name, "Заявник сам винен", is_public=1)
	assert kit.kinds(request) == before


@pytest.mark.parametrize("text", ["", "   ", "а" * 5_001])
def test_an_empty_or_endless_comment_is_refused(text):
	task = kit.task_of(kit.registered())
	with kit.acting("water"), pytest.raises(frappe.ValidationError):
		comments.comment("Request Task", task.name, text)


@pytest.mark.parametrize("person", ["roads", "idler", "citizen", "management", "administrator", "stranger"])
def test_other_users_cannot_comment_on_an_executors_task(person):
	request = kit.registered()
	before = kit.kinds(request)
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		comments.comment("Request Task", kit.task_of(request).name, "Це не так")
	assert kit.kinds(request) == before
