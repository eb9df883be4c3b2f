"""The queues of the request list: which one a controller's list opens with, and in which order each is worked off (R3.2)."""

from contact_center.regulation.stages import OPEN, Stage

FIRST = Stage.MODERATION
ORDERS = {
	Stage.MODERATION: ("moderate_from", "asc"),
	Stage.REGISTERED: ("next_deadline", "asc"),
	Stage.IN_PROGRESS: ("due", "asc"),
	Stage.REWORK: ("due", "asc"),
	Stage.AWAITING_CONFIRMATION: ("executed_at", "asc"),
}
OTHER_ORDER = ("creation", "desc")


def for_desk() -> dict:
	"""{first, open: stages in which work is owed, orders: {stage: [field, direction]}, other: the order of the rest}."""
	return {
		"first": FIRST.value,
		"open": [stage.value for stage in Stage if stage in OPEN],
		"orders": {stage.value: list(order) for stage, order in ORDERS.items()},
		"other": list(OTHER_ORDER),
	}
