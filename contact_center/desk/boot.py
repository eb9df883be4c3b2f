"""What the desk's scripts know from the start: the table of acts and its words, so that no script has one of its own."""

from contact_center.regulation.acts import ACTS, Act
from contact_center.regulation.facts import Kind
from contact_center.words import journal_words


def extend(bootinfo) -> None:
	"""extend_bootinfo hook: `frappe.boot.contact_center` holds the `acts`, and the `journal`'s kinds in words."""
	bootinfo.contact_center = {
		"acts": [_row(act) for act in ACTS],
		"journal": {kind.value: journal_words.for_staff(kind.value) for kind in Kind},
	}


def _row(act: Act) -> dict:
	return {
		"name": act.name,
		"document": act.document,
		"origins": [stage.value for stage in act.origins if stage],
		"target": act.target and act.target.value,
		"needs": [need.value for need in act.needs],
		"by": sorted(party.value for party in act.by),
	}
