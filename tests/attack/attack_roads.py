"""All roads of the framework to a document, by what they do to it."""

import json
from collections.abc import Callable

import attack_marks as marks
from attack_calls import Call, method
from attack_target import Target, document, resource


def reading(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name}
	parent = {"parent": target.parent} if target.parent else {}
	return [
		Call("GET", resource(target)),
		Call("GET", document(target)),
		method("frappe.client.get", **about, **parent),
		method("frappe.desk.form.load.getdoc", **about),
		method("frappe.desk.form.load.get_docinfo", **about),
		method(
			"frappe.client.get_value",
			doctype=target.doctype,
			filters=target.name,
			fieldname=["name", "owner"],
			**parent,
		),
		Call("POST", resource(target) + "/", {"run_method": "as_dict"}),
		method("run_doc_method", dt=target.doctype, dn=target.name, method="as_dict"),
	]


def listing(target: Target) -> list[Call]:
	asked = {"filters": json.dumps([[target.doctype, "name", "=", target.name]]), "fields": '["name"]'}
	about = {"doctype": target.doctype, **asked, **({"parent": target.parent} if target.parent else {})}
	group = {"doctype": target.doctype, "current_filters": asked["filters"], "field": "owner"}
	return [
		Call("GET", f"/api/resource/{target.doctype}", {**asked, "parent": target.parent}),
		Call("GET", f"/api/v2/document/{target.doctype}", {**asked, "parent": target.parent}),
		method("frappe.client.get_list", **about),
		method("frappe.desk.reportview.get", **about, page_length=20),
		method("frappe.desk.reportview.get_list", **about),
		method("frappe.desk.listview.get_group_by_count", **group),
		method("frappe.www.list.get_list_data", doctype=target.doctype, txt=target.name),
	]


def counting(target: Target) -> list[Call]:
	asked = {"filters": json.dumps([[target.doctype, "name", "=", target.name]])}
	whole = {"doctype": target.doctype, "fields": "[]", "distinct": "false", **asked}
	return [
		method("frappe.client.get_count", doctype=target.doctype, **asked),
		method("frappe.desk.reportview.get_count", **whole),
		Call("GET", f"/api/v2/doctype/{target.doctype}/count", asked),
		method(
			"frappe.desk.reportview.get_stats",
			doctype=target.doctype,
			stats='["owner"]',
			filters=asked["filters"],
		),
	]


def searching(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "txt": target.name}
	return [
		method("frappe.desk.search.search_link", **about),
		method("frappe.desk.search.search_widget", **about, as_dict=1),
		method("frappe.utils.global_search.search", text=target.name, doctype=target.doctype),
	]


def titles(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "docname": target.name}
	return [
		method("frappe.desk.search.get_link_title", **about),
		method("frappe.desk.link_preview.get_preview_data", **about),
	]


def creating(target: Target) -> list[Call]:
	return [
		Call("POST", f"/api/resource/{target.doctype}", target.new),
		Call("POST", f"/api/v2/document/{target.doctype}", target.new),
		method("frappe.client.insert", doc=json.dumps(target.new, default=str)),
		method("frappe.client.insert_many", docs=json.dumps([target.new], default=str)),
		method("frappe.desk.form.save.savedocs", doc=json.dumps(target.new, default=str), action="Save"),
	]


def writing(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name}
	one = {"doctype": target.doctype, "docname": target.name, "idx": 7}
	many = {"doctype": target.doctype, "docnames": json.dumps([target.name]), "action": "update"}
	return [
		Call("PUT", resource(target), {"idx": 7}),
		Call("PUT", document(target), {"idx": 7}),
		method("frappe.client.set_value", **about, fieldname="idx", value=7),
		method("frappe.client.save", doc=target.document),
		method("frappe.client.bulk_update", docs=json.dumps([one])),
		method("frappe.desk.form.save.savedocs", doc=target.document, action="Save"),
		method(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			**many,
			data='{"idx": 7}',
		),
	]


def deleting(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name}
	return [
		Call("DELETE", resource(target)),
		Call("DELETE", document(target)),
		method("frappe.client.delete", **about),
		method(
			"frappe.desk.reportview.delete_items", doctype=target.doctype, items=json.dumps([target.name])
		),
	]


def submitting(target: Target) -> list[Call]:
	many = {"doctype": target.doctype, "docnames": json.dumps([target.name]), "action": "submit"}
	return [
		method("frappe.client.submit", doc=target.document),
		method("frappe.desk.form.save.savedocs", doc=target.document, action="Submit"),
		method("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", **many),
	]


def cancelling(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name}
	return [method("frappe.client.cancel", **about), method("frappe.desk.form.save.cancel", **about)]


def printing(target: Target) -> list[Call]:
	about = {"doctype": target.doctype, "name": target.name}
	return [
		method("frappe.www.printview.get_html_and_style", doc=target.doctype, name=target.name),
		Call("GET", "/printview", about),
		method("frappe.www.printview.get_rendered_raw_commands", doc=target.doctype, name=target.name),
	]


def exporting(target: Target) -> list[Call]:
	named = json.dumps([[target.doctype, "name", "=", target.name]])
	form = {
		"doctype": target.doctype,
		"file_format_type": "CSV",
		"fields": '["name"]',
		"title": target.doctype,
	}
	return [
		method("frappe.desk.reportview.export_query", **form, filters=named),
		method(
			"frappe.core.doctype.data_export.exporter.export_data",
			doctype=target.doctype,
			with_data=1,
			file_type="CSV",
		),
		method(
			"frappe.core.doctype.data_import.data_import.download_template",
			doctype=target.doctype,
			export_fields=json.dumps({target.doctype: ["name"]}),
			export_records="all",
		),
	]


READS: dict[str, Callable[[Target], list[Call]]] = {
	"read": reading,
	"list": listing,
	"count": counting,
	"search": searching,
	"title": titles,
	"print": printing,
	"export": exporting,
}
WRITES: dict[str, Callable[[Target], list[Call]]] = {
	"create": creating,
	"write": writing,
	"delete": deleting,
	"submit": submitting,
	"cancel": cancelling,
	"share": marks.sharing,
	"email": marks.mailing,
	"import": marks.importing,
	"report": marks.reporting,
	"rename": marks.renaming,
	"assign": marks.assigning,
	"follow": marks.following,
	"comment": marks.commenting,
	"tag": marks.tagging,
	"like": marks.liking,
	"act": marks.acting,
	"attach": marks.hanging,
}
ROADS = {**READS, **WRITES}
