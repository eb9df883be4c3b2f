"""Who looked at personal data, on the screens: the executor's form, the supervisor's report and forms (D1, D2)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.execution.contact import applicant_contact

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_the_executor_reads_what_comes_before_the_contact(sign_in, shoot):
	task = kit.task_of(kit.registered(classifier=kit.POTHOLE))
	frappe.db.commit()
	executor = sign_in(kit.email("roads"), 390)
	executor.goto(f"/app/request-task/{task.name}")
	expect(executor.get_by_text("Спершу візьміть завдання в роботу")).to_be_visible()
	shoot(executor, "contact-before-acceptance")
	kit.accept(task, by="roads")
	frappe.db.commit()
	executor.reload()
	executor.get_by_role("button", name="Показати контакт заявника").click()
	expect(executor.get_by_text(kit.SURNAMES["citizen"])).to_be_visible()
	shoot(executor, "contact-after-acceptance")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_supervisor_reads_who_looked(sign_in, shoot, width):
	request = kit.registered()
	with kit.acting("water"):
		applicant_contact(kit.task_of(request).name)
	frappe.db.commit()
	supervisor = sign_in(kit.email("supervisor"), width)
	supervisor.goto(f"/app/request/{request.name}")
	looks = supervisor.locator("details.contact-center-looks")
	expect(looks).to_contain_text("Останній перегляд")
	looks.locator("summary").click()
	expect(looks).to_contain_text("переглянуто ім’я та телефон заявника")
	shoot(supervisor, f"looks-at-request-{width}")
	looks.get_by_role("link", name="Усі перегляди").click()
	expect(supervisor.locator(".datatable")).to_contain_text("переглянуто ім’я та телефон заявника")
	expect(supervisor.get_by_text("Незвичним позначено день").first).to_be_visible()
	shoot(supervisor, f"looks-report-{width}")
	supervisor.goto(f"/app/applicant/{kit.applicant()}")
	expect(supervisor.locator("details.contact-center-looks")).to_be_visible()
	shoot(supervisor, f"looks-at-applicant-{width}")


@pytest.mark.parametrize(("doctype", "field"), [("notification", "subject"), ("workflow", "document_type")])
def test_the_administrator_has_the_screens_of_messages_and_workflows(sign_in, shoot, doctype, field):
	"""P7: no code, and nobody who keeps the whole site is needed."""
	name = frappe.db.get_value(doctype.title(), {"document_type": "Request Task"})
	administrator = sign_in(kit.email("administrator"), 1280)
	administrator.goto(f"/app/{doctype}/{name}")
	expect(administrator.locator(f"[data-fieldname={field}]").first).to_be_visible()
	expect(
		administrator.locator(
			".standard-actions .primary-action:visible, .page-actions .btn-primary:visible"
		).first
	).to_be_visible()
	shoot(administrator, f"administrator-{doctype}")
