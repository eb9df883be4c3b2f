"""People x documents x actions x roads: which tries get through that the oracle does not grant."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import attack_oracle as oracle
import frappe
import kit
from attack_calls import Answer, Call
from attack_dry import Dry
from attack_roads import READS, ROADS
from attack_target import Target

NOTED = {
	"Error Log",
	"Access Log",
	"Activity Log",
	"Route History",
	"View Log",
	"Error Snapshot",
	"__global_search",
}
"""What the server writes down of a try, even of one that it refuses."""
MAY_ALL = "Administrator"
OF_A_ROW = ("read", "list", "count", "print", "export", "create", "write", "delete", "attach")
"""What is tried with rows of child tables; the rest is the parent's."""
OF_THE_FRAMEWORK = (
	"list",
	"read",
	"create",
	"write",
	"delete",
	"search",
	"share",
	"count",
	"export",
	"rename",
)


@dataclass(frozen=True)
class Try:
	"""One cell by one road."""

	person: str
	document: str
	action: str
	call: Call
	target: Target

	@property
	def cell(self) -> str:
		return f"{self.person} | {self.document} | {self.action} | {self.call.verb} {self.road}"

	@property
	def road(self) -> str:
		path = self.call.path.replace(self.target.name, "NAME") if self.target.name else self.call.path
		return path.replace(self.target.doctype, "DOCTYPE").removeprefix("/api/")


def targets(world: SimpleNamespace) -> dict[str, Target]:
	"""Return a document of each kind that the oracle names, with its values."""
	named = {
		"Request": world.waiting,
		"Request Task": world.own_task,
		"Request Task of roads": world.other_task,
		"Request Journal": world.line,
		"Joined Applicant": world.joined,
		"Route Proposal": world.proposal,
		"Extension Request": world.wish,
		"Extension Request of roads": world.other_wish,
		"Applicant": world.applicant,
		"Repair Event": world.event,
		"Repair Event of roads": world.other_event,
		"Clarification": world.clarification,
		"Clarification of roads": world.other_clarification,
		"Administrative Service": world.service,
		"Administrative Service of roads": world.other_service,
		"Related Entry": world.own_entry,
		"Related Entry of roads": world.other_entry,
		"Service Document": world.document,
		"Service Document of roads": world.other_document,
		"Service Place": world.service_place,
		"Service Place of roads": world.other_place,
		"Text Module": world.text_module,
		"Block Memo": world.memo,
		"Phone Block": world.block,
		"Inspection": world.inspection,
		"Inspection of roads": world.other_inspection,
		"Inspection Member": world.member,
		"Inspection Member of roads": world.other_member,
		"Inspection Step": world.inspection_step,
		"Inspection Sample": world.sample,
		"Sampled Request": frappe.db.get_value("Sampled Request", {"parent": world.sample}),
		"Appeal": world.appeal,
		"Appeal of roads": world.other_appeal,
		"Appeal Step": world.appeal_step,
		"Evidence Check": world.check,
		"Classifier": kit.LEAK,
		"Executor": "KIT-WATER",
		"City District": kit.NORTH,
		"City Street": kit.STREET,
		"Street Type": "лінія",
		"Interaction": world.card,
		"Possible Duplicate": world.duplicate,
		"Applicant Merge": world.merge,
		"Consultation": world.consultation,
		"Clearing-up Call": world.cleared_up,
		"Return Mark": world.return_mark,
		"Request Evidence": world.done_evidence,
		"Request Evidence of roads": world.other_evidence,
		"Work Stage": world.own_stage,
		"Work Stage of roads": world.other_stage,
	}
	every = (*oracle.OURS, *oracle.ROWS)
	return {document: target(document.split(" of ")[0], named.get(document)) for document in every}


def target(doctype: str, name: str | None = None) -> Target:
	name = name or any_name(doctype)
	stored = frappe.db.exists(doctype, name) if not frappe.get_meta(doctype).is_virtual else None
	values = frappe.get_doc(doctype, name).as_dict() if stored else {}
	sent = json.loads(frappe.as_json(values))
	own = {key: value for key, value in sent.items() if not key.startswith("__")}
	return Target(doctype, name, own, own.get("parenttype") or "", kit.email("neighbour"))


def any_name(doctype: str) -> str:
	meta = frappe.get_meta(doctype)
	if meta.issingle:
		return doctype
	found = [] if meta.is_virtual else frappe.get_all(doctype, pluck="name", limit=1, order_by="creation")
	return str(found[0]) if found else "KIT-NONE"


def of_ours(world: SimpleNamespace, *, all_roads: bool = False) -> Iterator[Try]:
	"""Yield every cell of our documents that the oracle does not grant: one road each in turn, or all of them."""
	turn = 0
	for document, aim in targets(world).items():
		actions = OF_A_ROW if document in oracle.ROWS else ROADS
		for action in actions:
			roads = ROADS[action](aim)
			for person in oracle.PEOPLE:
				if action in oracle.may(document, person):
					continue
				turn += 1
				for call in roads if all_roads else [roads[turn % len(roads)]]:
					yield Try(person, document, action, call, aim)


def granted(world: SimpleNamespace, action: str) -> Iterator[Try]:
	"""Yield every cell of our documents in which the oracle grants the action, by all roads; the Administrator's last."""
	aims = targets(world).items()
	for person in (*oracle.PEOPLE, MAY_ALL):
		for document, aim in aims:
			if person == MAY_ALL or action in oracle.may(document, person):
				for call in ROADS[action](aim):
					yield Try(person, document, action, call, aim)


def of_the_framework(*, all_actions: bool = False) -> Iterator[Try]:
	"""Yield for every doctype of other modules and every person one action by one road in turn, or all of both."""
	turn = 0
	for doctype in frappe.get_all(
		"DocType", {"module": ("!=", "Contact Center")}, pluck="name", order_by="name"
	):
		aim = target(doctype)
		for person in oracle.CHECKED_IN_THE_FRAMEWORK:
			turn += 1
			granted = oracle.may_of_framework(doctype, person)
			actions = [each for each in OF_THE_FRAMEWORK if each not in granted]
			for action in actions if all_actions else [actions[turn % len(actions)]]:
				roads = ROADS[action](aim)
				for call in roads if all_actions else [roads[turn % len(roads)]]:
					yield Try(person, doctype, action, call, aim)


def got_through(
	people: dict[str, Dry], tries: Iterator[Try], most: int | None = None
) -> tuple[int, dict[str, Answer]]:
	"""Send all, or until `most` got through; return how many there were, and the answers of those that got through."""
	number, through = 0, {}
	for each in tries:
		number += 1
		answer = people[each.person].send(each.call)
		if succeeded(each, answer):
			through[each.cell] = answer
			if len(through) == most:
				break
	return number, through


def succeeded(each: Try, answer: Answer) -> bool:
	"""Return whether the answer shows something of the document, or something was written."""
	if not answer.ok:
		return False
	return shows(each, answer) if each.action in READS else bool(set(answer.written) - NOTED)


def _names_by_title(each: Try, answer: Answer) -> bool:
	"""Return whether it is the file of this document's list, which has its title where its name would be."""
	if not each.call.path.endswith("export_query"):
		return False
	title = each.target.values.get(frappe.get_meta(each.target.doctype).get_title_field())
	return bool(title) and str(title) in answer.text


def shows(each: Try, answer: Answer) -> bool:
	if "json" not in answer.kind:
		return each.target.name in answer.text or _names_by_title(each, answer)
	found = answer.message
	if isinstance(found, dict) and isinstance(found.get("values"), list):
		found = found["values"]
	if (
		found == each.target.name and each.action == "title"
	):  # the name that was asked about, and nothing else
		return False
	return any(found.values()) if isinstance(found, dict) else bool(found)
