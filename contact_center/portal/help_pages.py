"""Show clarifications and administrative services to citizens: what is public, in use and still holds (RI2, RI4)."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from markupsafe import Markup

from contact_center import policy
from contact_center.intake import findable, finding, knowledge
from contact_center.intake.knowledge import CLARIFICATION, PAGES, SERVICE
from contact_center.reading import plain_markup
from contact_center.words import speech

DOCTYPES = {findable.CLARIFICATION: CLARIFICATION, findable.SERVICE: SERVICE}
MOST_FOUND = 20
MOST_RELATED = 5
LONGEST_SEARCH = 140
LONGEST_DESCRIPTION = 160
SCHEMA = "https://schema.org"


def all_of(doctype: str) -> list[dict]:
	"""Return [{title, items: [{title, url}]}] of what citizens get, by the groups of the Classifier; others come last."""
	groups: dict[str, list[dict]] = defaultdict(list)
	rows = knowledge.in_force(doctype, ["name", "title", "slug"], public=True)
	titles = _groups_of(doctype)
	for row in rows:
		groups[titles.get(row.name, "")].append(_item(row, doctype))
	return [
		{"title": title or _("Other questions"), "items": groups[title]}
		for title in sorted(groups, key=_last)
	]


def _last(title: str) -> tuple[bool, str]:
	return not title, title


def _groups_of(doctype: str) -> dict[str, str]:
	"""Return {name: title of the group of its first entry}, in one query."""
	row, entry, group = (frappe.qb.DocType(each) for each in ("Related Entry", "Classifier", "Classifier"))
	group = group.as_("of")
	query = frappe.qb.from_(row).join(entry).on(entry.name == row.classifier)
	query = query.join(group).on(group.name == entry.parent_classifier).where(row.parenttype == doctype)
	found = (
		query.select(row.parent, group.title).orderby(row.parent).orderby(row.idx, order=frappe.qb.desc).run()
	)
	return dict(found)  # the first row comes last, and stays


def found(text: str, most: int = MOST_FOUND) -> list[dict]:
	"""Return [{title, url, kind}] of what a word or two may mean, the best first: by the centre's one search."""
	offered = finding.find(text[:LONGEST_SEARCH], finding.CITIZENS, most, tuple(DOCTYPES))
	slugs = {}
	for kind, doctype in DOCTYPES.items():
		names = [each.name for each in offered if each.kind == kind]
		rows = knowledge.in_force(doctype, ("name", "slug"), public=True, name=("in", names)) if names else []
		slugs |= {(kind, row.name): row.slug for row in rows}
	return [
		_item({"title": each.title, "slug": slugs[each.kind, each.name]}, DOCTYPES[each.kind])
		for each in offered
		if (each.kind, each.name) in slugs
	]


def _item(row: dict, doctype: str) -> dict:
	kind = _("Service") if doctype == SERVICE else ""
	return {"title": row["title"], "url": f"{PAGES[doctype]}/{row['slug']}", "kind": kind}


def fill(context: dict, doctype: str) -> None:
	"""Add to the context what the page of `slug` shows; where citizens get none, its empty state with the code 404."""
	slug = str(frappe.form_dict.get("slug") or "")
	page = page_of(doctype, slug[:LONGEST_SEARCH])
	if not page:
		context["http_status_code"] = 404
		return
	context.update(page, title=page["doc"].title, canonical_path=f"{PAGES[doctype]}/{page['doc'].slug}")


def page_of(doctype: str, slug: str) -> dict[str, Any] | None:
	"""Return what the page of a clarification or a service shows; None where citizens get none of this address."""
	name = frappe.db.get_value(doctype, {"slug": slug}) if slug else None
	doc = frappe.get_doc(doctype, name) if name else None
	if not doc or not knowledge.is_for_citizens(doc):
		return None
	about = doc.get("answer") or doc.get("summary") or ""
	shown = {
		"doc": doc,
		"answer": Markup(plain_markup.html(about)),
		"description": plain_markup.plain(about)[:LONGEST_DESCRIPTION],
		"supplier": doc.supplier and frappe.get_cached_value("Executor", doc.supplier, "title"),
		"district": doc.get("district") and frappe.get_cached_value("City District", doc.district, "title"),
		"valid_until": speech.date_words(doc.valid_until),
		"updated": speech.date_words(doc.confirmed_at or doc.modified),
		"related": _related(doc),
	}
	return {**shown, "structured": _of_service(shown) if doctype == SERVICE else _of_answer(shown)}


def _related(doc) -> list[dict]:
	"""Return the others about the same entries, clarifications first."""
	entries = [row.classifier for row in doc.entries]
	if not entries:
		return []
	about = {"classifier": ("in", entries), "parent": ("!=", doc.name)}
	rows = frappe.get_all(
		"Related Entry", about, ["parenttype", "parent"], order_by="parenttype desc, parent"
	)
	names = {each: [row.parent for row in rows if row.parenttype == each] for each in knowledge.KNOWLEDGE}
	return [
		_item(row, doctype) for doctype in knowledge.KNOWLEDGE for row in _public(doctype, names[doctype])
	][:MOST_RELATED]


def _public(doctype: str, names: list[str]) -> list[dict]:
	fields = ["name", "title", "slug"]
	return knowledge.in_force(doctype, fields, public=True, name=("in", names)) if names else []


def _of_answer(shown: dict) -> dict:
	answer = {"@type": "Answer", "text": str(shown["answer"])}
	question = {"@type": "Question", "name": shown["doc"].title, "acceptedAnswer": answer}
	return {"@context": SCHEMA, "@type": "FAQPage", "mainEntity": [question]}


def _of_service(shown: dict) -> dict:
	doc, city = shown["doc"], policy.settings().city_name
	channels = [
		{
			"@type": "ServiceChannel",
			"name": place.title,
			**({"servicePhone": place.phone} if place.phone else {}),
			**({"serviceLocation": {"@type": "Place", "address": place.address}} if place.address else {}),
		}
		for place in doc.places
	]
	return {
		"@context": SCHEMA,
		"@type": "GovernmentService",
		"name": doc.title,
		"url": knowledge.url_of(doc),
		"areaServed": city,
		"provider": {"@type": "GovernmentOrganization", "name": shown["supplier"] or city},
		**({"description": shown["description"]} if shown["description"] else {}),
		**({"availableChannel": channels} if channels else {}),
	}
