"""Grounds of a return: ticked at every door, on record, counted, told to whom they concern (R6.3.3)."""

import io

import frappe
import kit
import pytest
from PIL import Image

from contact_center.control import confirmation, return_grounds
from contact_center.record import journal
from contact_center.record.writing import open_draft
from contact_center.regulation.problems import ProblemKind
from contact_center.reports import counts
from contact_center.words import return_words

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")


def refused(request, **given):
	with pytest.raises(frappe.ValidationError) as refusal:
		kit.act(request, "Return for Rework", "operator", **{"reason": "Переробіть", **given})
	assert kit.fresh(request).stage == "Awaiting Confirmation"
	return refusal.value.problem


def picture(color: str) -> bytes:
	"""A file of its own: files with the same content lie at one address here."""
	content = io.BytesIO()
	Image.new("RGB", (8, 8), color).save(content, "PNG")
	return content.getvalue()


def evidence_of(task) -> str:
	return kit.fresh(task).evidence[0].file


def test_a_return_needs_a_ground():
	assert refused(kit.executed()).kind == ProblemKind.RETURN_GROUND_NEEDED


def test_a_ground_that_is_out_of_use_is_none():
	request = kit.executed()
	frappe.db.set_value("Return Ground", kit.SCAN, "is_active", 0)
	try:
		problem = refused(request, return_grounds=[{"ground": kit.SCAN}])
	finally:
		frappe.db.set_value("Return Ground", kit.SCAN, "is_active", 1)
	assert (problem.kind, problem.values) == (ProblemKind.RETURN_GROUND_NOT_IN_USE, (kit.SCAN,))


def test_a_site_that_uses_no_grounds_returns_by_reasons_alone():
	request = kit.executed()
	frappe.db.set_value("Return Ground", {"is_active": 1}, "is_active", 0)
	kit.return_for_rework(request, "Переробіть", grounds=())
	assert kit.fresh(request).stage == "Rework" and not kit.fresh(request).returned_for


def test_a_dispute_is_returned_where_its_ground_is_out_of_use():
	request = kit.executed()
	with kit.acting("citizen"):
		confirmation.dispute(request.name, kit.email("citizen"), "Вода тече далі")
	frappe.db.set_value("Return Ground", kit.DISPUTED, "is_active", 0)
	kit.return_for_rework(request, "Вода тече далі", grounds=())
	assert kit.fresh(request).stage == "Rework" and not kit.fresh(request).returned_for


def test_a_file_that_is_no_evidence_of_the_request_is_refused():
	other = kit.hung_on(kit.task_of(kit.executed()), name="чужий.png", content=picture("red"))
	problem = refused(kit.executed(), return_grounds=[{"ground": kit.SCAN, "files": other}])
	assert problem.kind == ProblemKind.NO_SUCH_EVIDENCE


def test_the_executor_reads_what_is_wrong_and_on_which_file():
	request = kit.executed()
	task = kit.task_of(request)
	file = evidence_of(task)
	kit.return_for_rework(request, "Перескануйте", grounds=[{"ground": kit.SCAN, "files": file}, kit.BLURRED])
	told = f"– {kit.SCAN}: готово.png\n– {kit.BLURRED}\nПерескануйте"
	assert kit.fresh(task).reviewer_comment == told
	with kit.acting("water"):
		line = journal.timeline("Request Task", task.name)[-1]
	assert line["grounds"] == [{"ground": kit.SCAN, "files": [file]}, {"ground": kit.BLURRED, "files": []}]
	letter = frappe.render_template(
		frappe.get_doc("Notification", {"method": "returned", "document_type": "Request Task"}).message,
		{"doc": kit.fresh(task), "moment_words": str},
	)
	assert f"{kit.SCAN}: готово.png" in letter


def test_of_two_executors_each_reads_of_its_own_files():
	request = kit.registered(classifier=kit.YARD)
	tasks = {"roads": kit.task_of(request, "KIT-ROADS"), "housing": kit.task_of(request, "KIT-HOUSING")}
	for person, task in tasks.items():
		file = kit.hung_on(task, person, f"{person}.png", picture("green" if person == "roads" else "blue"))
		kit.report(kit.accept(task, person), person, evidence=[{"kind": "Photo", "file": file}])
	file = evidence_of(tasks["roads"])
	kit.return_for_rework(request, "Ще раз", grounds=[{"ground": kit.SCAN, "files": file}])
	assert kit.fresh(tasks["roads"]).reviewer_comment.startswith(f"– {kit.SCAN}: ")
	assert kit.fresh(tasks["housing"]).reviewer_comment == "Ще раз"
	with kit.acting("housing"):
		assert journal.timeline("Request Task", tasks["housing"].name)[-1]["grounds"] == []


def test_a_file_is_named_as_its_sender_knows_it():
	assert return_words.file_name("/private/files/акт-0123456789abcdef.pdf") == "акт.pdf"
	assert return_words.file_name("/private/files/акт-2.pdf") == "акт-2.pdf"


def test_the_applicant_reads_the_reason_alone():
	request = kit.executed()
	kit.return_for_rework(request, "Зробіть ще раз", grounds=[kit.SCAN])
	assert journal.public_timeline(request.name)[-1]["text"] == "Зробіть ще раз"


def test_what_the_applicant_disputes_has_that_ground():
	request = kit.executed()
	with kit.acting("citizen"):
		confirmation.dispute(request.name, kit.email("citizen"), "Вода тече далі")
	kit.return_for_rework(request, "Вода тече далі", grounds=())
	assert [row.ground for row in kit.fresh(request).returned_for] == [kit.DISPUTED]


def test_grounds_are_on_record_counted_and_found_by_a_filter():
	before = dict(counts.by_return_ground())
	request = kit.executed()
	for grounds in ([kit.SCAN], [kit.SCAN, kit.BLURRED]):
		kit.return_for_rework(request, grounds=grounds)
		kit.report(kit.task_of(request))
	request = kit.fresh(request)
	assert [row.ground for row in request.returned_for] == [kit.SCAN, kit.SCAN, kit.BLURRED]
	assert not request.return_grounds and all(row.moment for row in request.returned_for)
	assert open_draft(request.name).facts.grounds == {kit.SCAN: 2, kit.BLURRED: 1}
	after = dict(counts.by_return_ground())
	assert (
		after[kit.SCAN] - before.get(kit.SCAN, 0) == 2
		and after[kit.BLURRED] - before.get(kit.BLURRED, 0) == 1
	)
	with kit.acting("operator"):
		found = frappe.get_list("Request", [["Return Mark", "ground", "=", kit.BLURRED]], pluck="name")
	assert request.name in found


def test_what_is_on_record_stays_as_it_was():
	request = kit.executed()
	kit.return_for_rework(request, grounds=[kit.SCAN])
	with kit.acting("operator"):
		doc = kit.fresh(request)
		doc.returned_for[0].ground = kit.BLURRED
		doc.append("returned_for", {"ground": kit.DISPUTED})
		doc.save()
	assert [row.ground for row in kit.fresh(request).returned_for] == [kit.SCAN]


def test_what_was_ticked_stays_with_no_other_decision():
	request = kit.executed()
	with kit.acting("operator"):
		kit.fresh(request).update({"return_grounds": [{"ground": kit.SCAN}]}).save()
	kit.confirm_and_close(request)
	assert not kit.fresh(request).return_grounds and not kit.fresh(request).returned_for


def test_grounds_are_shipped_once_with_a_text_each():
	frappe.db.delete("Return Ground", {"name": kit.SCAN})
	return_grounds.install()
	rows = frappe.get_all("Return Ground", ["name", "text", "is_for_disputes"])
	assert kit.SCAN not in [row.name for row in rows] and len(rows) >= 5
	assert all(row.text for row in rows) and sum(row.is_for_disputes for row in rows) == 1


def test_an_administrator_adds_a_ground_without_code():
	request = kit.executed()
	with kit.acting("administrator"):
		ground = frappe.get_doc(
			{"doctype": "Return Ground", "title": "Роботи не там", "text": "Інша адреса"}
		).insert()
	kit.return_for_rework(request, grounds=[ground.name])
	assert [row.ground for row in kit.fresh(request).returned_for] == ["Роботи не там"]


def test_a_machine_returns_with_a_ground_too(rest, world):
	client, path = rest("operator"), f"/api/resource/Request/{world.result}"
	row = client.get(path).json()["data"]
	given = {"workflow_state": "Rework", "reason": "Ні", "modified": row["modified"]}
	answer = client.put(path, given)
	assert answer.status_code == 417, answer.text
	assert answer.json()["problem"] == {"kind": "Return Ground Needed", "values": []}
	foreign = [{"ground": kit.SCAN, "files": world.other_file}]
	answer = client.put(path, {**given, "return_grounds": foreign})
	assert answer.json()["problem"]["kind"] == "No Such Evidence", answer.text
