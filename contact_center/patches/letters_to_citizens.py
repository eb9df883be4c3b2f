"""Letters to citizens greet by name, say what happens next and are signed from this version on.

A letter whose text the site has changed is the administrator's and stays as it is.
"""

import hashlib

import frappe

from contact_center import notifications
from contact_center.framework import deadlocks

FORMER = {
	"request_received": {
		"649b80b532cf828a2c52b73815b884bc19d927b2cc499e8cd3d92c53a720b395",
		"9cfb2a9786c983353c5c4133b0a1fd2187080d77f81d21bb16be5111b6fd7540",
		"132337a927cbde078dc2354536212f382442c05a55fdd410086a1a02f89f818b",
	},
	"request_split": {
		"c198cc55f3f563ace5cf30bcc6c60195f75c6edd8e1cb5a4cde54859b775929e",
	},
	"request_registered": {
		"052481856019589521a2d5e3beca4a27585c622b140184c76ca5d823bc8a41db",
		"924ec0f1c2d6d2340290b3a4f1948cebaed73307faa77f0a425cb23ca2e8bbec",
	},
	"request_accepted": {
		"682e1ab10aeda94cb37da9540e960c9ab3047908f0fc78805c32fdbb3c72a25b",
		"dda6ab8408ff2845fe729f01274865538c2db6c8e58bc184fd86fc00956839c9",
	},
	"request_executed": {
		"c7c65773db9e9ce11d8e936d9546e793f816d9294164387efad2d1a66940c11c",
		"8e52c97c2f6b401803f5c2388c0d665ef80020ede00148bcb0ef5fb87ff18aee",
	},
	"request_returned": {
		"8ca6985500c183971b38ce2e0e873851d9a88ab29b65e21080ff0cd95c9fd55a",
	},
	"request_closed": {
		"fcc1eacc04962dbda6d720624252218b81bb24260832d5d4ab70ba9667808263",
		"8d091237024809583ffe6d2ad66fae98edc7ea4cb00088c48e85f515e1ff01fd",
	},
	"request_rejected": {
		"b3c279f85eb3822c93c535dad8462cd0c773f9b9eeeb59bccb94cd00911441d9",
		"8e99cf77c48d79119b5f78f7bbb968565ab9c61c8fe4af5134d1e287e66aa0c4",
		"09adcd54d90865d99ab82d6cbd3f73ffc5d3da676c38ef1dae5e4ca5a931bfec",
	},
	"request_cancelled": {
		"9ea540df0af56a7a109f2b42cddc93329330858bb4ca2ba96bb6ebb870b7a18f",
	},
	"task_acceptance_missed": {
		"53cec896c24d5b98a27b47a540959bf90f3cdb347651e229602638ebef35463f",
		"7b94998b5452604a9cdb560caad9c8b2c8d99c2999047f6b749944a07ae427d2",
		"01181cdc4beb697075a5187760e3005903a53b14bafe9f0bf8a11762903ff41b",
	},
	"task_escalated_executor": {
		"9845aac322bc1d179427feef6a266028d2cc54f50dfdd8238aa58342b40ff51a",
		"390146bb371ac3c86f826f1257ff0a0d86465c12262144dd71c1144f20d8d199",
		"36234472ca2bca94efcb491e8b2c6e41ef1184c946f248f90dc240f5e7c3714a",
	},
}
"""{key of a message: SHA-256 of each of its texts as they were shipped until now, blanks folded}."""


@deadlocks.repeated
def execute() -> None:
	"""Give the new text to letters that are as they were shipped. A second run finds none."""
	for key, former in FORMER.items():
		name = notifications.shipped()[key]["name"]
		text = frappe.db.get_value("Notification", name, "message")
		if text and _digest(text) in former:
			doc = frappe.get_doc("Notification", name)
			doc.db_set("message", notifications.text_of(key))
			frappe.clear_document_cache("Notification", name)


def _digest(text: str) -> str:
	return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
