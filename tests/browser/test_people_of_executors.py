"""Hand-over, absences and what is below, as the people of an executor see them, on a phone and on an office screen (P4, P5)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WIDTHS = [390, 1280]


@pytest.fixture
def people():
	"""`idler` is of the water's crew, `roads` answers for the organisation above it and the housing's; put back after."""
	before = frappe.get_doc("Executor", "KIT-WATER")
	executor = frappe.get_doc("Executor", "KIT-WATER")
	executor.append("users", {"user": kit.email("idler"), "only_handed": 1})
	executor.save()
	above = kit.organisation("roads", "KIT-WATER", "KIT-HOUSING")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for code in ("KIT-WATER", "KIT-HOUSING"):
		executor = frappe.get_doc("Executor", code)
		executor.parent_executor = ""
		if code == "KIT-WATER":
			executor.users = [row for row in executor.users if not row.only_handed]
			executor.absences = [row for row in executor.absences if str(row.from_date) > "2080-01-01"]
		executor.save()
	frappe.delete_doc("Executor", above, force=True)
	assert len(before.users) == len(frappe.get_doc("Executor", "KIT-WATER").users)
	frappe.db.commit()


def act(page, label: str) -> None:
	"""Press a button of the form, which stands in a menu of its own or, on a phone, in that of its page."""
	group = page.locator(".page-actions:visible .inner-group-button:visible > button", has_text="Передати")
	if group.count():
		group.first.click()
		return page.locator(".inner-group-button .dropdown-menu:visible a", has_text=label).first.click()
	button = page.locator(".page-actions:visible button:visible", has_text=label)
	if button.count():
		return button.first.click()
	page.locator(".page-actions .menu-btn-group:visible > button").first.click()
	page.locator(".dropdown-menu:visible a:visible", has_text=label).first.click()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_task_is_handed_over_and_given_back(width, people, sign_in, shoot):
	task = kit.task_of(kit.registered())
	frappe.db.commit()
	page = sign_in(kit.email("water"), width)
	page.goto(f"/app/request-task/{task.name}")
	page.locator(".contact-center-journal").wait_for(state="attached")
	act(page, "Передати працівнику")
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("select").select_option(kit.email("idler"))
	dialog.locator("textarea").fill("Вентиль у підвалі")
	shoot(page, "hand-over")
	dialog.get_by_role("button", name="Передати працівнику").click()
	expect(page.locator(".contact-center-handed")).to_contain_text("Передано: Idler")
	shoot(page, "handed-over")
	crew = sign_in(kit.email("idler"), width)
	crew.goto(f"/app/request-task/{task.name}")
	crew.locator(".contact-center-journal").wait_for(state="attached")
	act(crew, "Повернути виконавцю")
	shoot(crew, "give-back")
	crew.locator(".modal-dialog:visible").get_by_role("button", name="Повернути виконавцю").click()
	expect(crew.locator(".modal-dialog:visible")).to_have_count(0)
	frappe.db.rollback()
	assert not frappe.db.get_value("Request Task", task.name, "handed_to")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_responsible_person_names_a_deputy(width, people, sign_in, shoot):
	page = sign_in(kit.email("water"), width)
	page.goto("/app/executor/KIT-WATER")
	page.locator(".form-page:visible").wait_for()
	act(page, "Відсутність і заступники")
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog.locator(".contact-center-absence")).to_have_count(1)
	dialog.locator("[data-fieldname=user] select").select_option(kit.email("water"))
	dialog.locator("[data-fieldname=deputy] select").select_option(kit.email("idler"))
	dialog.locator("[data-fieldname=until_date] input").fill(frappe.utils.getdate().strftime("%d.%m.%Y"))
	dialog.locator("[data-fieldname=note] textarea").fill("відпустка")
	dialog.get_by_role("button", name="Додати відсутність").click()
	expect(dialog.locator(".contact-center-absence")).to_have_count(2)
	shoot(page, "absences")
	frappe.db.rollback()
	assert frappe.db.exists("Executor Absence", {"parent": "KIT-WATER", "note": "відпустка"})


@pytest.mark.parametrize("width", WIDTHS)
def test_an_organisation_assigns_below(width, people, sign_in, shoot):
	task = kit.task_of(kit.registered())
	frappe.db.commit()
	page = sign_in(kit.email("roads"), width)
	page.goto("/app/request-task")
	page.locator(".list-row .list-subject").first.wait_for()
	shoot(page, "tasks-below")
	page.goto(f"/app/request-task/{task.name}")
	page.locator(".contact-center-journal").wait_for(state="attached")
	act(page, "Передати підпорядкованому виконавцю")
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("select").select_option("KIT-HOUSING")
	dialog.locator("textarea").fill("Це їхній будинок")
	shoot(page, "assign-below")
	dialog.get_by_role("button", name="Передати підпорядкованому виконавцю").click()
	page.wait_for_url(f"**/request-task/{task.number}-2")
	page.locator(".contact-center-journal").wait_for(state="attached")
	shoot(page, "assigned-below")
	frappe.db.rollback()
	assert frappe.db.get_value("Request Task", f"{task.number}-2", "executor") == "KIT-HOUSING"
