"""Who may do what, written from the regulation (P1-P7, D1) and ARCHITECTURE, «Who sees what»; not from the code.

Whatever is not written here is refused. A document of ours is named by its doctype, or as «Doctype of ANOTHER» where
it belongs to somebody else's work.
"""

GUEST, CITIZEN, NEIGHBOUR, STRANGER = "Guest", "citizen", "neighbour", "stranger"
WATER, ROADS, IDLER = "water", "roads", "idler"
OPERATOR, SUPERVISOR, MANAGEMENT, ADMINISTRATOR = "operator", "supervisor", "management", "administrator"
SYSADMIN = "sysadmin"

OUTSIDERS = (GUEST, CITIZEN, NEIGHBOUR, STRANGER)
"""P1: the portal's own functions, and no document of the desk."""
EXECUTORS = (WATER, ROADS, IDLER)
CONTROLLERS = (OPERATOR, SUPERVISOR)
KEEPERS = (ADMINISTRATOR, SYSADMIN)
PEOPLE = (*OUTSIDERS, *EXECUTORS, *CONTROLLERS, MANAGEMENT, *KEEPERS)

SEE = frozenset({"read", "list", "count", "search", "title", "print", "like"})
EDIT = SEE | {"create", "write", "act", "attach", "comment", "tag"}
MARK = frozenset({"report", "follow", "assign", "comment", "tag", "import", "email"})
"""What administrators do beside a document, in the framework's own screens (P7)."""
KEEP = SEE | MARK | {"create", "write", "delete", "export", "rename", "attach"}
SINGLE = KEEP | {"submit", "cancel"}
"""The framework takes both for a save where there is one document alone."""
NOTHING = frozenset()

_RULES = {
	**dict.fromkeys((*EXECUTORS, *CONTROLLERS, MANAGEMENT), SEE),
	**dict.fromkeys(KEEPERS, KEEP),
}
# Who administers the whole site exports what the screens show that account, and no more: the framework asks for no further right.
_READERS = {
	MANAGEMENT: SEE | {"export"},
	ADMINISTRATOR: SEE | {"report", "follow"},
	SYSADMIN: SEE | MARK | {"export"},
}
_CONTROLLED = {OPERATOR: EDIT, SUPERVISOR: EDIT, **_READERS}

_TALKS = {OPERATOR: SEE, SUPERVISOR: SEE | {"export"}, **_READERS}
"""Written by the desk's acts alone."""
_INSPECTED = {**dict.fromkeys(CONTROLLERS, SEE | {"attach", "comment", "tag"}), **_READERS, MANAGEMENT: SEE}
_KNOWLEDGE = {OPERATOR: SEE, SUPERVISOR: EDIT, MANAGEMENT: SEE, **dict.fromkeys(KEEPERS, KEEP)}
"""Who answers for it reads it, and confirms or corrects it by an act, never by the form (RI2, RI4)."""

OURS: dict[str, dict[str, frozenset[str]]] = {
	"Request": {**_CONTROLLED, SUPERVISOR: EDIT | {"export"}},
	"Request Task": {**_CONTROLLED, WATER: EDIT - {"create"}},
	"Request Task of roads": {**_CONTROLLED, ROADS: EDIT - {"create"}},
	"Request Journal": {**dict.fromkeys(CONTROLLERS, SEE), **_READERS, MANAGEMENT: SEE},
	"Applicant": {
		**dict.fromkeys(CONTROLLERS, EDIT),
		**dict.fromkeys(
			KEEPERS, MARK
		),  # rows of the framework's own that name the doctype, and show nothing of it
	},
	# whom somebody else's request concerns too is as personal as its applicant
	# R8.6: asked for and decided by acts alone
	"Extension Request": {**dict.fromkeys(CONTROLLERS, SEE), **_READERS, MANAGEMENT: SEE, WATER: SEE},
	"Extension Request of roads": {
		**dict.fromkeys(CONTROLLERS, SEE),
		**_READERS,
		MANAGEMENT: SEE,
		ROADS: SEE,
	},
	# R7.3: written by acts alone; photos and the act are attached by the office; seen by whoever is called
	"Inspection": {**_INSPECTED, WATER: SEE},
	"Inspection of roads": {**_INSPECTED, ROADS: SEE},
	# R9.2.4: drawn and checked by acts alone
	"Inspection Sample": {**dict.fromkeys(CONTROLLERS, SEE), **_READERS, MANAGEMENT: SEE},
	# R7.2: found by a job of the day, dismissed by an act of the administrator's
	"Route Proposal": {**_READERS, SUPERVISOR: SEE, MANAGEMENT: SEE},
	"Joined Applicant": {**dict.fromkeys(CONTROLLERS, SEE), **dict.fromkeys(KEEPERS, MARK)},
	# names applicants; decided by methods of its own
	"Applicant Merge": {**dict.fromkeys(CONTROLLERS, SEE), **dict.fromkeys(KEEPERS, MARK)},
	"Possible Duplicate": {**dict.fromkeys(CONTROLLERS, SEE), **dict.fromkeys(KEEPERS, MARK)},
	"Repair Event": {**_CONTROLLED, WATER: EDIT},
	"Repair Event of roads": {**_CONTROLLED, ROADS: EDIT},
	"Interaction": _TALKS,
	"Consultation": _TALKS,
	"Applicant Phone": dict.fromkeys(KEEPERS, MARK),  # an index, the server's alone
	"Clarification": {**_KNOWLEDGE, WATER: SEE},
	"Clarification of roads": {**_KNOWLEDGE, ROADS: SEE},
	"Administrative Service": {**_KNOWLEDGE, WATER: SEE},
	"Administrative Service of roads": {**_KNOWLEDGE, ROADS: SEE},
	"Text Module": {**_RULES, SUPERVISOR: EDIT},
	"Clarification Mark": dict.fromkeys(KEEPERS, MARK),  # the server's alone: what did not help whom
	# R5.8: written by who takes calls, changed by nobody; each step after it is a method of its own
	"Block Memo": {
		**dict.fromkeys(CONTROLLERS, SEE | {"create", "attach", "comment", "tag"}),
		ADMINISTRATOR: SEE | {"report", "follow"},
		SYSADMIN: SEE | MARK | {"export"},
	},
	"Phone Block": {
		**dict.fromkeys(CONTROLLERS, SEE),
		ADMINISTRATOR: SEE | {"report", "follow"},
		SYSADMIN: SEE | MARK | {"export"},
	},
	# R3.3a: written by who takes calls, changed by acts alone; a complaint is never its executor's to see
	"Appeal": {
		**dict.fromkeys(CONTROLLERS, SEE | {"create", "attach", "comment", "tag"}),
		MANAGEMENT: SEE,
		ADMINISTRATOR: SEE | {"report", "follow"},
		SYSADMIN: SEE | MARK | {"export"},
	},
	"Appeal of roads": {  # thanks that were passed on to them
		**dict.fromkeys(CONTROLLERS, SEE | {"create", "attach", "comment", "tag"}),
		ROADS: SEE,
		MANAGEMENT: SEE,
		ADMINISTRATOR: SEE | {"report", "follow"},
		SYSADMIN: SEE | MARK | {"export"},
	},
	# R6.3.3: written by a job; who is checked does not see what is looked for
	"Evidence Check": {**dict.fromkeys(CONTROLLERS, SEE), **dict.fromkeys(KEEPERS, MARK)},
	"Moderation Hold": dict.fromkeys(KEEPERS, MARK),  # written and read by the moderation queue alone
	"Outgoing Message": dict.fromkeys(KEEPERS, MARK),  # what waits to be sent is the server's alone
	"Contact Center Settings": {**dict.fromkeys(CONTROLLERS, SEE), **dict.fromkeys(KEEPERS, SINGLE)},
	**dict.fromkeys(
		(
			"Classifier",
			"Executor",
			"Request Type",
			"Working Calendar",
			"City District",
			"City Street",
			"Street Type",
			"Refusal Ground",
			"Return Ground",
		),
		_RULES,
	),
}
"""Rows of child tables go with their document."""

ROWS = {
	"Request Evidence": "Request Task",
	"Request Evidence of roads": "Request Task of roads",
	"Work Stage": "Request Task",
	"Work Stage of roads": "Request Task of roads",
	"Repair Event Address": "Repair Event",
	"Clearing-up Call": "Interaction",
	"Return Mark": "Request",
	"Related Entry": "Clarification",
	"Related Entry of roads": "Clarification of roads",
	"Service Document": "Administrative Service",
	"Service Document of roads": "Administrative Service of roads",
	"Service Place": "Administrative Service",
	"Service Place of roads": "Administrative Service of roads",
	"Block Memo Step": "Block Memo",
	"Appeal Step": "Appeal",
	"Inspection Member": "Inspection",
	"Inspection Member of roads": "Inspection of roads",
	"Inspection Step": "Inspection",
	"Sampled Request": "Inspection Sample",
	"Appeal Term": "Contact Center Settings",
	"Classifier Evidence": "Classifier",
	"Classifier Executor": "Classifier",
	"Classifier Required Field": "Classifier",
	"Executor User": "Executor",
	"Executor Absence": "Executor",
	"City Street Range": "City Street",
	"Request Type Alert": "Request Type",
	"Working Calendar Day": "Working Calendar",
	"Working Calendar Exception": "Working Calendar",
}

HIDDEN_ROWS = {"Executor Absence": (*EXECUTORS, MANAGEMENT)}
"""Rows that not every reader of their document reads: who is absent is the office's and the administrators' to know."""

STAFF = (*EXECUTORS, *CONTROLLERS, MANAGEMENT)
CHECKED_IN_THE_FRAMEWORK = (*OUTSIDERS, *STAFF)
"""Who administers the contact centre has what the framework gives to who administers (P7)."""

SHOWN = frozenset({"read", "list", "count", "search", "title"})
NAMED = frozenset({"search", "title", "list", "count"})

FRAMEWORK: dict[str, frozenset[str]] = {
	"File": SHOWN
	| {"create", "write", "delete", "comment"},  # evidence and scans; tried by rows of others elsewhere
	"User": NAMED | {"read"},  # colleagues, whom a task or a list names; the own account
	"Language": SHOWN,  # of the own account
	"Notification Log": SHOWN,  # the bell, one's own rows
	"Notification Settings": SHOWN | {"write"},  # the bell's, one's own
	"Workspace": SHOWN,  # the first page
	"Workspace Sidebar": SHOWN,  # in Frappe 16
	"Desktop Icon": SHOWN,
	"Number Card": SHOWN,  # what the first page shows
	"Dashboard Chart": SHOWN,
	"Dashboard Chart Source": SHOWN,
	"Dashboard": SHOWN,
	"Report": SHOWN,  # those that the administrator gives to a role
	"Print Format": SHOWN,  # printing one's documents
	"Letter Head": SHOWN,
	"List Filter": SHOWN | {"create", "write", "delete"},  # one's own
	"Kanban Board": SHOWN,  # views of a list made by the administrator
	"Calendar View": SHOWN,
	"DocType Layout": SHOWN,
	"Workflow Action": SHOWN,  # what waits for one
	"Workflow State": SHOWN,  # names and colours of stages
	"DocType": frozenset({"search"}),  # names alone: the framework asks nobody there for a permission
}
"""What work at the desk needs of the framework's own doctypes, for STAFF; everything else is refused to all of them,
and all of it to OUTSIDERS."""


def may_of_framework(doctype: str, person: str) -> frozenset[str]:
	"""Return the actions that may succeed for the person on a doctype of the framework."""
	return FRAMEWORK.get(doctype, NOTHING) if person in STAFF else NOTHING


def may(document: str, person: str) -> frozenset[str]:
	"""Return the actions that may succeed for the person on this document of ours."""
	if person in HIDDEN_ROWS.get(document, ()):
		return NOTHING
	granted = OURS[ROWS.get(document, document)].get(person, NOTHING)
	return granted | {"create", "delete"} if document in ROWS and "write" in granted else granted
