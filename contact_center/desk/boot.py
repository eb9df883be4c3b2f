"""What the desk's scripts know from the start: the table of acts, so that no script has one of its own."""

from contact_center.regulation.acts import ACTS, Act


def extend(bootinfo) -> None:
	"""extend_bootinfo hook: `frappe.boot.contact_center.acts` is the table of acts, one object an act."""
	bootinfo.contact_center = {"acts": [_row(act) for act in ACTS]}


def _row(act: Act) -> dict:
	return {
		"name": act.name,
		"document": act.document,
		"origins": [stage.value for stage in act.origins if stage],
		"target": act.target and act.target.value,
		"needs": [need.value for need in act.needs],
		"by": sorted(party.value for party in act.by),
	}
