"""Import what jobs need before a worker begins to fork: each job is a process of its own, and imported 1,100 modules anew."""

from collections.abc import Sequence
from importlib import import_module

from contact_center.framework import corrections

COMMANDS = frozenset({"worker", "worker-pool"})
OFTEN = (
	"frappe.email.doctype.email_queue.email_queue",
	"frappe.email.doctype.notification.notification",
	"contact_center.hooks",
	"contact_center.record.messages",
	"contact_center.control.sweep",
	"contact_center.execution.evidence_checks",
)


def before_forking(words: Sequence[str]) -> None:
	"""Import it in a process that was called to be a worker; in any other nothing happens."""
	if COMMANDS.isdisjoint(words):
		return
	for name in (*(f"{corrections.__package__}.{module}" for module in corrections.MODULES), *OFTEN):
		import_module(name)
