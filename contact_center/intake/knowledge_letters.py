"""Send a clarification or the description of a service to a caller by e-mail, at the caller's wish; it stays on record (RI2, RI4)."""

import frappe
from frappe import _
from frappe.model.document import Document
from markupsafe import Markup, escape

from contact_center.framework import limits
from contact_center.intake import knowledge
from contact_center.reading import plain_markup
from contact_center.record import messages
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import letters, problems

AN_HOUR, TO_ONE = 60, 10
"""Letters an hour: of one operator, and to one address."""
CARD = "Interaction"


def send(doctype: str, name: str, applicant: str = "", interaction: str = "") -> str:
	"""Queue the letter to the applicant, or to that of the card; return the address it goes to."""
	doc = _sendable(doctype, name)
	person, address = _whom(applicant, interaction)
	limits.check(AN_HOUR, "answer_by", frappe.session.user)
	limits.check(TO_ONE, "answer_to", address.casefold())
	messages.use_site_language()
	letter = _record(person, address, doc)
	frappe.sendmail(
		recipients=[address],
		subject=letter.subject,
		message=letter.content,
		reference_doctype="Applicant",
		reference_name=person,
		communication=letter.name,
	)
	return address


def _sendable(doctype: str, name: str) -> Document:
	if doctype not in knowledge.KNOWLEDGE or not frappe.db.exists(doctype, name):
		problems.refuse(Problem(Kind.ANSWER_GONE))
	doc = frappe.get_doc(doctype, name)
	doc.check_permission()
	if not knowledge.is_for_citizens(doc):
		problems.refuse(Problem(Kind.NOT_TO_BE_SENT))
	return doc


def _whom(applicant: str, interaction: str) -> tuple[str, str]:
	"""Return the applicant and the e-mail on its card: what is typed goes there first, so no letter goes anywhere else."""
	if interaction and frappe.db.exists(CARD, interaction):
		card = frappe.get_doc(CARD, interaction)
		card.check_permission()
		applicant = applicant or card.get("applicant") or ""
	if not applicant or not frappe.db.exists("Applicant", applicant):
		problems.refuse(Problem(Kind.NOBODY_TO_SEND_TO))
	person = frappe.get_doc("Applicant", applicant)
	person.check_permission()
	if not person.email:
		problems.refuse(Problem(Kind.NOBODY_TO_SEND_TO))
	return person.name, person.email


def _record(person: str, address: str, doc: Document) -> Document:
	"""Put the letter beside the applicant, where who may read the applicant finds it; the clarification names nobody."""
	values = {
		"communication_type": "Communication",
		"communication_medium": "Email",
		"sent_or_received": "Sent",
		"subject": doc.title,
		"content": str(body(doc, person)),
		"recipients": address,
		"sender": frappe.session.user,
		"reference_doctype": "Applicant",
		"reference_name": person,
	}
	return frappe.get_doc({"doctype": "Communication", **values}).insert(ignore_permissions=True)


def body(doc: Document, person: str | None = None) -> Markup:
	"""Return the letter in HTML: greeting, the answer, where it is on the site, who writes."""
	url = knowledge.url_of(doc)
	link = Markup('<p><a href="{0}">{1}</a></p>').format(url, _("The same on our site"))
	parts = (
		Markup("<p>{0}</p>").format(letters.letter_greeting(person)),
		Markup("<p><b>{0}</b></p>").format(doc.title),
		Markup(plain_markup.html(doc.get("answer") or doc.get("summary"))),
		*(_of_service(doc) if doc.doctype == knowledge.SERVICE else ()),
		link,
		letters.letter_signature(),
	)
	return Markup("\n").join(parts)


def _of_service(doc: Document) -> list[Markup]:
	terms = [
		(_("How long"), doc.how_long),
		(_("How much"), doc.how_much),
		(_("Legal ground"), doc.legal_ground),
	]
	return [
		*(part for label, lines in knowledge.lists_of_service(doc) for part in _list(label, lines)),
		*(Markup("<p>{0}: {1}</p>").format(label, text) for label, text in terms if text),
	]


def _list(label: str, lines: list[str]) -> list[Markup]:
	if not lines:
		return []
	items = Markup("").join(Markup("<li>{0}</li>").format(line) for line in lines)
	return [Markup("<p>{0}:</p><ul>{1}</ul>").format(escape(label), items)]
