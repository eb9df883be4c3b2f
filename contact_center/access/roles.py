"""Names of the roles of P1-P7, the same as in fixtures/role.json."""

from contact_center.regulation.acts import Party

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
}
"""Roles of each party in the table of acts; a supervisor may do whatever an operator may (P3)."""
