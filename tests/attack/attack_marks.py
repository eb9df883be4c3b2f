"""Roads by which something is hung on a document, sent, marked or decided."""

import json

from attack_calls import Call, method
from attack_target import Target, resource


def sharing(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name, "user": target.other}
	row = {"share_doctype": target.doctype, "share_name": target.name, "user": target.other, "read": 1}
	return [
		method("frappe.share.add", **about),
		method("frappe.share.set_permission", **about, permission_to="write"),
		Call("POST", "/api/resource/DocShare", row),
	]


def mailing(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name, "content": "Лист", "subject": "Лист"}
	row = {
		"reference_doctype": target.doctype,
		"reference_name": target.name,
		"content": "Лист",
		"subject": "Лист",
	}
	return [
		method(
			"frappe.core.doctype.communication.email.make", **about, recipients="a@example.com", send_email=1
		),
		Call("POST", "/api/resource/Communication", row),
	]


def importing(target: Target) -> list[Call]:
	row = {"reference_doctype": target.doctype, "import_type": "Insert New Records"}
	return [
		Call("POST", "/api/resource/Data Import", row),
		method("frappe.client.insert", doc=json.dumps({"doctype": "Data Import", **row})),
	]


def reporting(target: Target) -> list[Call]:
	report = {"report_name": "Напад", "ref_doctype": target.doctype, "report_type": "Report Builder"}
	card = {"document_type": target.doctype, "function": "Count"}
	settings = {"name": "Напад", "doctype": target.doctype, "report_settings": "{}"}
	return [
		method("frappe.desk.reportview.save_report", **settings),
		Call("POST", "/api/resource/Report", {**report, "is_standard": "No"}),
		method(
			"frappe.desk.query_report.save_report",
			reference_report="Напад",
			report_name="Напад 2",
			columns="[]",
			filters="{}",
		),
		Call("POST", "/api/resource/Number Card", {"label": "Напад", "type": "Document Type", **card}),
	]


def renaming(target: Target) -> list[Call]:
	new = target.name + "-1"
	return [
		method("frappe.client.rename_doc", doctype=target.doctype, old_name=target.name, new_name=new),
		method(
			"frappe.model.rename_doc.update_document_title",
			doctype=target.doctype,
			docname=target.name,
			name=new,
		),
		method("frappe.rename_doc", doctype=target.doctype, old=target.name, new=new),
	]


def assigning(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "assign_to": json.dumps([target.other])}
	row = {"reference_type": target.doctype, "reference_name": target.name, "description": "Напад"}
	return [
		method("frappe.desk.form.assign_to.add", **about, name=target.name),
		method("frappe.desk.form.assign_to.add_multiple", **about, name=json.dumps([target.name])),
		Call("POST", "/api/resource/ToDo", {**row, "allocated_to": target.other}),
	]


def following(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "doc_name": target.name}
	row = {"ref_doctype": target.doctype, "ref_docname": target.name, "user": target.other}
	return [
		method("frappe.desk.form.document_follow.update_follow", **about, following=True),
		method("frappe.desk.form.document_follow.follow_document", **about, user=target.other),
		Call("POST", "/api/resource/Document Follow", row),
	]


def commenting(target: Target) -> list[Call]:
	about = {"reference_doctype": target.doctype, "reference_name": target.name, "content": "Напад"}
	return [
		method("frappe.desk.form.utils.add_comment", **about, comment_email=target.other, comment_by="x"),
		Call("POST", "/api/resource/Comment", {**about, "comment_type": "Comment"}),
		Call("POST", resource(target) + "/", {"run_method": "add_comment", "text": "Напад"}),
		method(
			"frappe.templates.includes.comments.comments.add_comment", **about, comment="Напад", route="/"
		),
	]


def tagging(target: Target) -> list[Call]:
	row = {"tag": "напад", "document_type": target.doctype, "document_name": target.name}
	return [
		method("frappe.desk.doctype.tag.tag.add_tag", tag="напад", dt=target.doctype, dn=target.name),
		method(
			"frappe.desk.doctype.tag.tag.add_tags",
			tags='["напад"]',
			dt=target.doctype,
			docs=json.dumps([target.name]),
		),
		Call("POST", "/api/resource/Tag Link", row),
		Call("POST", resource(target) + "/", {"run_method": "add_tag", "tag": "напад"}),
	]


def liking(target: Target) -> list[Call]:
	about = {"reference_doctype": target.doctype, "reference_name": target.name}
	return [
		method("frappe.desk.like.toggle_like", doctype=target.doctype, name=target.name, add="Yes"),
		method("frappe.templates.includes.likes.likes.like", **about, like=1, route="/"),
	]


def acting(target: Target) -> list[Call]:
	many = {"docnames": json.dumps([target.name]), "doctype": target.doctype}
	return [
		method("frappe.model.workflow.apply_workflow", doc=target.document, action="Accept"),
		method("frappe.model.workflow.apply_workflow", doc=target.document, action="Register"),
		method("frappe.model.workflow.get_transitions", doc=target.document),
		method("frappe.model.workflow.bulk_workflow_approval", **many, action="Accept"),
	]


def hanging(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "docname": target.name, "filename": "x.txt", "filedata": "eA=="}
	row = {"file_name": "x.txt", "content": "eA==", "attached_to_doctype": target.doctype}
	return [
		method("frappe.client.attach_file", **about),
		Call("POST", "/api/resource/File", {**row, "attached_to_name": target.name}),
	]
