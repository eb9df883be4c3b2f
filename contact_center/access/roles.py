"""Names of the roles of P1-P7, as they stand in fixtures/role.json."""

OPERATOR = "Contact Center Operator"
SUPERVISOR = "Contact Center Supervisor"
EXECUTOR = "Contact Center Executor"
MANAGEMENT = "Contact Center Management"
ADMINISTRATOR = "Contact Center Administrator"
APPLICANT = "Contact Center Applicant"

CONTROLLERS = frozenset({OPERATOR, SUPERVISOR})
STAFF = frozenset({OPERATOR, SUPERVISOR, EXECUTOR, MANAGEMENT, ADMINISTRATOR})
