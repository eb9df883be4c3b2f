"""Names of the roles of P1-P7, the same as in shipped_roles.json."""

import json
from pathlib import Path
from typing import Any

from contact_center.regulation.acts import Party

PREFIX = "Contact Center "
OPERATOR = "Contact Center Operator"
SUPERVISOR = "Contact Center Supervisor"
EXECUTOR = "Contact Center Executor"
MANAGEMENT = "Contact Center Management"
ADMINISTRATOR = "Contact Center Administrator"
APPLICANT = "Contact Center Applicant"

CONTROLLERS = frozenset({OPERATOR, SUPERVISOR})
STAFF = frozenset({OPERATOR, SUPERVISOR, EXECUTOR, MANAGEMENT, ADMINISTRATOR})

OF_PARTY = {
	Party.APPLICANT: frozenset({APPLICANT}),
	Party.OPERATOR: CONTROLLERS,
	Party.EXECUTOR: frozenset({EXECUTOR}),
	Party.SUPERVISOR: frozenset({SUPERVISOR}),
}
"""Roles of each party in the table of acts; a supervisor may do whatever an operator may (P3)."""


def shipped() -> list[dict[str, Any]]:
	"""Return the roles as they are created on a site; the administrator may change them from then on."""
	return json.loads(Path(__file__).with_name("shipped_roles.json").read_text(encoding="utf-8"))
