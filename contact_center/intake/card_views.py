"""A card as the desk shows it."""

import frappe

from contact_center.intake import callers, cards
from contact_center.record.messages import JOINED


def view(name: str) -> dict:
	"""Return {name, status, key, phone, applicant, anonymous, started_at, draft, consultations, appeals, requests, joined} of one's card."""
	card = cards.own(name)
	here, order = {"interaction": name}, {"order_by": "creation, name"}
	return {
		"name": card.name,
		"status": card.status,
		"key": card.desk_key or "",
		"phone": card.phone or "",
		"channel": card.channel,
		"applicant": next(iter(callers.by_names([card.applicant] if card.applicant else [])), None),
		"anonymous": bool(card.anonymous),
		"started_at": f"{card.started_utc.isoformat(timespec='seconds')}Z",
		"draft": card.draft or "",
		"consultations": frappe.get_all("Consultation", here, ["name", "title", "kind", "text"], **order),
		"appeals": frappe.get_all("Appeal", here, ["name", "number", "kind"], **order),
		"requests": frappe.get_all("Request", here, ["name", "number", "title"], **order),
		"joined": _joined(name),
	}


def _joined(card: str) -> list[dict]:
	"""Return the requests that the caller joined in this talk: [{name, number, title}]."""
	fields = ["request.name as name", "request.number as number", "request.title as title"]
	joined = {"interaction": card, "left_at": ("is", "not set")}
	return frappe.get_all(JOINED, joined, fields, order_by="`tabJoined Applicant`.joined_at")


def newest() -> dict | None:
	"""Return the view of the session user's newest open card; None without one."""
	name = cards.newest()
	return view(name) if name else None
