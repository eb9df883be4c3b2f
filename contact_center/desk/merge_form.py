"""What the form of a merging shows: both applicants, and how much moved (R5.2)."""

import json

from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.desk import people_compared
from contact_center.desk.forms import KEY
from contact_center.intake import merging
from contact_center.words import merge_words


def load(row: Document) -> None:
	"""Add {people, moves, may_undo} to the answer, for operators and supervisors."""
	if not permissions.has_role(*roles.CONTROLLERS) or not row.has_permission("read"):
		return
	moved = json.loads(row.moved or "{}")
	counts = {key.split(".")[0]: len(names) for key, names in (moved.get("rows") or {}).items()}
	shown = {
		"people": people_compared.beside_each_other([row.kept, row.merged]),
		"moves": merge_words.moves(counts, len(moved.get("joined") or ())),
		"may_undo": row.status == merging.IN_FORCE and permissions.has_role(roles.SUPERVISOR),
	}
	row.set_onload(KEY, shown)
