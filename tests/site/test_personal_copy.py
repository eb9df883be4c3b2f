"""Whoever asks gets a copy of what the centre keeps of them (D2); nobody else is named in it, and who took it is on record."""

import json

import frappe
import kit
import pytest
from kit_rest import is_refused

from contact_center.control import comments
from contact_center.desk import personal_copy
from contact_center.framework import access_log, looks
from contact_center.intake import joining

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")


def copied(applicant: str) -> str:
	with kit.acting("supervisor"):
		return json.dumps(personal_copy.copy_of(applicant), ensure_ascii=False, default=str)


def test_the_copy_has_person_requests_and_what_became_of_them():
	request = kit.executed(description="Тече труба в підвалі")
	with kit.acting("operator"):
		comments.comment("Request", request.name, "Майстер буде вранці", is_public=1)
		comments.comment("Request", request.name, "Заявник свариться", for_executors=0)
	appeal = kit.appeal(text="Майстер запізнився на добу")
	text = copied(kit.applicant())
	for said in (
		*(kit.SURNAMES["citizen"], kit.PHONES["citizen"], request.number, "Тече труба в підвалі"),
		*("Майстер буде вранці", kit.RESULT["result"], appeal.number, "Майстер запізнився на добу"),
	):
		assert said in text, said
	assert "Заявник свариться" not in text


def test_nobody_else_is_named_in_it():
	request = kit.registered()
	with kit.acting("neighbour"):
		joining.join(request.name, kit.applicant("neighbour"))
	text = copied(kit.applicant())
	for other in (
		kit.SURNAMES["neighbour"],
		kit.PHONES["neighbour"],
		kit.email("operator"),
		kit.email("supervisor"),
	):
		assert other not in text, other


def test_what_was_merged_into_the_applicant_goes_along():
	kept, merged = frappe.db.get_value("Applicant Merge", kit.merged(), ["kept", "merged"])
	text = copied(kept)
	for name in (kept, merged):
		assert frappe.db.get_value("Applicant", name, "email") in text


def test_all_looks_are_in_it_and_not_the_newest_alone():
	"""Beside a form stand twenty; who asks who looked is told of each."""
	kept, merged = frappe.db.get_value("Applicant Merge", kit.merged(), ["kept", "merged"])
	with kit.acting("supervisor"):
		before = len(personal_copy.copy_of(kept)["Looks"])
	for name in (*[kept] * 25, merged):
		access_log.note("Applicant", name, looks.PRINTED)
	with kit.acting("supervisor"):
		assert len(personal_copy.copy_of(kept)["Looks"]) == before + 26


def test_supervisors_alone_take_it_and_that_is_on_record(rest, db):
	path = f"/api/method/contact_center.desk.personal_copy.download?applicant={kit.applicant()}"
	for person in ("operator", "management", "administrator", "water", "citizen", "stranger"):
		assert is_refused(rest(person).get(path)), person
	answer = rest("supervisor").get(path)
	assert answer.ok and kit.PHONES["citizen"] in answer.text
	assert "attachment" in answer.headers["Content-Disposition"]
	db.rollback()
	look = {"user": kit.email("supervisor"), "reference_document": kit.applicant(), "method": "Exported"}
	assert frappe.db.exists("Access Log", look)


def test_more_requests_cost_no_more_questions():
	asked = []
	for _each in range(2):
		kit.registered()
		copied(kit.applicant())
		with kit.counting_queries() as queries:
			copied(kit.applicant())
		asked.append(len(queries))
	assert asked[0] == asked[1]
