"""Frappe's Workflow Action rows: not made for requests and tasks, there again for an administrator who wants the e-mails (P7)."""

import frappe
import kit
import pytest

pytest_plugins = ["kit_city"]


@pytest.fixture
def alerts(db):
	"""Switches the workflow's own e-mail alerts on for requests."""

	def switch(on: int) -> None:
		frappe.db.set_value("Workflow", {"document_type": "Request"}, "send_email_alert", on)
		frappe.clear_document_cache("Workflow", frappe.db.get_value("Workflow", {"document_type": "Request"}))

	yield switch
	db.rollback()
	switch(0)
	db.rollback()


def test_a_registration_leaves_no_to_do_rows_behind(city):
	request = kit.registered()
	names = [request.name, kit.task_of(request).name]
	assert not frappe.db.exists("Workflow Action", {"reference_name": ["in", names]})


def test_with_the_workflows_own_alerts_on_frappe_keeps_its_rows(city, alerts):
	alerts(1)
	request = kit.registered()
	assert frappe.db.exists("Workflow Action", {"reference_name": request.name, "status": "Open"})
