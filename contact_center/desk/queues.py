"""Define the queues of the request list: which one opens first, and the order of each (R3.2)."""

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
	"""Return {first, open: unfinished stages, orders: {stage: [field, direction]}, other: order of other lists}."""
	return {
		"first": FIRST.value,
		"open": [stage.value for stage in Stage if stage in OPEN],
		"orders": {stage.value: list(order) for stage, order in ORDERS.items()},
		"other": list(OTHER_ORDER),
	}
