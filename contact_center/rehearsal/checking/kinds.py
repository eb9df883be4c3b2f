"""What can be wrong with a sound policy; `telling/problem_words.py` has the words."""

from __future__ import annotations

from enum import unique

from contact_center.regulation.problems import BaseKind


@unique
class CheckKind(BaseKind):
	"""The values of each kind are named behind it."""

	# A file as a whole
	NO_CLASSIFIER = "Classifier Empty"
	NO_EXECUTORS = "No Executor in Use"
	NO_DISTRICTS = "No District"
	UNREAD = "Unread File"

	# Routes (R5.11). A problem of some districts alone has a kind of its own.
	NO_EXECUTOR = "Entry Without Executor"  # entry
	NO_EXECUTOR_IN = "Entry Without Executor in Districts"  # entry, districts
	AMBIGUOUS_LEAD = "Entry Without One Lead"  # entry, executors
	AMBIGUOUS_LEAD_IN = "Entry Without One Lead in Districts"  # entry, executors, districts
	UNKNOWN_EXECUTOR = "Entry With Unknown Executor"  # entry, executor
	INACTIVE_EXECUTOR = "Entry With Inactive Executor"  # entry, executor
	NO_REQUEST_TYPE = "Entry Without Request Type"  # entry
	MISSING_FIELDS = "Entry With Unknown Fields"  # entry, fields
	DISTRICT_NEEDED = "Entry Needs District"  # entry
	UNSERVED = "District Without Executors"  # district
	NO_STREETS = "District Without Streets"  # district
	TWO_DISTRICTS = "Building in Two Districts"  # street, building

	# The Classifier
	UNREACHABLE = "Entry Below Group Out of Use"  # entry, group
	EMPTY_GROUP = "Empty Group"  # group
	SAME_WORDS = "Same Words"  # words, entries

	# Request types (R4)
	DONE_BEFORE_ACCEPTED = "Done Before Accepted"  # type
	SLOWER_ACCEPT = "Accepted Later Than Less Urgent"  # type, less urgent type
	SLOWER_DONE = "Done Later Than Less Urgent"  # type, less urgent type
	SAME_URGENCY = "Same Urgency"  # type, urgency
	UNUSED_TYPE = "Unused Type"  # type
	EARLY_WARNING = "Early Warning"  # type

	# Executors (P4, P5)
	NOBODY_RESPONSIBLE = "Nobody Responsible"  # executor
	RESPONSIBLE_NO_EMAIL = "Responsible Person Without E-mail"  # executor
	NO_EMAIL = "Executor Without E-mail"  # executor
	BAD_EMAIL = "Executor With Bad E-mail"  # executor, text
	NO_HEAD = "Executor Without Head"  # executor
	IDLE = "Executor Without Routes"  # executor

	# Assumptions of a simulation
	CREWS_OF_NOBODY = "Crews of Nobody"  # executor
	PACE_OF_NOTHING = "Pace of Nothing"  # type
	NO_PACE = "Type Without Pace"  # type
