"""Who reads thanks reads nothing of what the office keeps beside them: comments and files (D1)."""

import frappe
import kit
import pytest
from kit_files import unique_photo

from contact_center.access import permissions

pytest_plugins = ["kit_city", "kit_rest"]

LOAD = "/api/method/frappe.desk.form.load."


@pytest.fixture(scope="module")
def beside(world):
	"""Thanks that were passed on to the roads' executor, with a comment and a file of the office."""
	with kit.acting("operator"):
		thanks = frappe.get_doc("Appeal", world.other_appeal)
		thanks.add_comment("Comment", "Заявниця просила не називати її")
		hung = {"attached_to_doctype": "Appeal", "attached_to_name": thanks.name, "is_private": 1}
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "kit-letter.jpg", "content": unique_photo(), **hung}
		)
		file.insert(ignore_permissions=True)
	frappe.db.commit()
	yield file
	frappe.delete_doc("File", file.name, force=True)
	frappe.db.delete("Comment", {"reference_doctype": "Appeal", "reference_name": thanks.name})
	frappe.db.commit()


def docinfo(client, name: str, method: str) -> dict:
	answer = client.get(LOAD + method, doctype="Appeal", name=name)
	assert answer.ok, answer.text
	return answer.json()["docinfo"]


@pytest.mark.parametrize("method", ["getdoc", "get_docinfo"])
def test_an_executor_opens_thanks_without_comments_and_files(rest, world, beside, method):
	found = docinfo(rest("roads"), world.other_appeal, method)
	assert (found["comments"], found["attachment_logs"], found["attachments"]) == ([], [], [])
	assert "не називати" not in str(found) and beside.file_url not in str(found)


def test_the_office_reads_both(rest, world, beside):
	found = docinfo(rest("operator"), world.other_appeal, "getdoc")
	assert "не називати" in found["comments"][0]["content"]
	assert [row["name"] for row in found["attachments"]] == [beside.name]


@pytest.mark.parametrize(("person", "status"), [("roads", 403), ("water", 403), ("operator", 200)])
def test_a_file_of_an_appeal_is_the_offices(rest, beside, person, status):
	assert rest(person).get(beside.file_url).status_code == status


def test_an_executor_lists_no_file_of_an_appeal(rest, beside):
	listed = rest("roads").get("/api/resource/File", fields=["name"], limit_page_length=0)
	assert beside.name not in listed.text


def test_beside_other_documents_all_readers_see_it():
	assert permissions.sees_beside("Request Task", kit.email("water"))
