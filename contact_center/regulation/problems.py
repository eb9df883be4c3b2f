"""Problems: a kind and its values, the same for desk, portal, API, import and rehearsal.

A rule names the kind and the values at fault; the words of each kind are in `words/problem_texts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique


class BaseKind(str, Enum):
	"""The base of every list of kinds, without members. A member's value is the code that machines see."""

	def __str__(self) -> str:
		return str(self.value)


@unique
class ProblemKind(BaseKind):
	"""Kinds of problems, grouped by where they arise. The comment names the values; `…` means any number of them."""

	# A text that somebody wrote. The first value is the text itself.
	BAD_BUILDING = "Bad Building"  # text
	BAD_FLAT = "Bad Flat"  # text
	FLAT_IN_BUILDING = "Flat in Building"  # text
	BAD_COORDINATES = "Bad Coordinates"  # latitude and longitude
	BAD_PHONE = "Bad Phone"  # text
	SEVERAL_PHONES = "Several Phones"  # text
	SEVERAL_PHONES_IN_CARD = "Several Phones in the Card"  # text
	BAD_EMAIL = "Bad E-mail"  # text
	NO_MOMENT = "No Moment"  # text
	SKIPPED_MOMENT = "Skipped Moment"  # text
	TOO_OLD = "Too Old"  # text
	IN_FUTURE = "In Future"  # text
	UNKNOWN_CHANNEL = "Unknown Channel"  # text, channels …
	UNKNOWN_STREET = "Unknown Street"  # text
	SEVERAL_STREETS = "Several Streets"  # text, streets …
	SIMILAR_STREETS = "Similar Streets"  # text, streets …
	UNKNOWN_CODE = "Unknown Code"  # code of a classifier entry
	NO_ENTRY = "No Entry"  # text
	SEVERAL_ENTRIES = "Several Entries"  # text, codes …

	# A request as a whole
	NO_TEXT = "No Text"
	SHORT_TEXT = "Short Text"
	LONG_TEXT = "Long Text"  # most characters
	NO_CONTACT = "No Contact"  # name
	DUPLICATE = "Duplicate"  # line
	NOT_TO_EMPTY = "Not to Empty"  # field
	TOO_MANY_FILES = "Too Many Files"  # most files
	RESULT_REPEATED = "Result Repeated"

	# What was decided on (P2)
	VERSION_NOT_NAMED = "Version Not Named"
	CHANGED_MEANWHILE = "Changed Meanwhile"  # what happened …

	# What a citizen does on the pages (R3.3, R3.4)
	SIGN_IN_NEEDED = "Sign-In Needed"
	NOT_YOUR_REQUEST = "Not Your Request"
	TOO_MANY_SEARCHES = "Too Many Searches"
	TOO_MANY_REQUESTS = "Too Many Requests"  # requests within an hour, phone of the contact centre
	BAD_TILE_SERVER = "Bad Tile Server"  # address, example
	TOO_MANY_ADDITIONS = "Too Many Additions"  # additions within an hour
	ANSWERED_OFTEN = "Answered Often"  # answers about one result
	NO_UPLOAD = "No Upload"
	TOO_MANY_WAITING = "Too Many Files Waiting"
	FILE_GONE = "File Gone"
	BAD_LIST_OF_FILES = "Bad List of Files"
	CONSENT_NEEDED = "Consent Needed"
	FILES_AT_THE_DESK = "Files at the Desk"
	OWN_REQUEST = "Own Request"
	NOT_TO_JOIN = "Not to Join"
	GROUND_NEEDED = "Ground Needed"  # grounds in use …
	NUMBER_NEEDED = "Number Needed"
	WRONG_CODE = "Wrong Code"  # minutes that a code holds
	TOO_MANY_CODES = "Too Many Codes"  # phone of the contact centre
	UNKNOWN_WAY = "Unknown Way"  # how a code is to be sent
	REPORTED_DONE = "Reported Done"
	FINISHED = "Finished"

	# A file that somebody attaches or opens (R3.4, R7.6, D1)
	FILE_KIND = "File Kind Not Accepted"  # name, kinds that are …
	FILE_TOO_LARGE = "File Too Large"  # name, most megabytes
	FILE_LOCKED = "File Under a Password"  # name
	FILE_UNREADABLE = "File Unreadable"  # name, kind that it claims to be
	FILE_ELSEWHERE = "File on Another Site"
	NO_ROOM_FOR_FILE = "No Room for File"  # name
	FILE_STAYS_PRIVATE = "File Stays Private"
	FILE_NOT_YOURS = "File Not Yours"

	# Who may (P1-P7, D1)
	NEITHER_REQUEST_NOR_TASK = "Neither Request nor Task"
	ROLE_MAY_NOT = "Role May Not"
	CONTACT_CLOSED = "Contact Closed"
	CONTACT_BEFORE_ACCEPTANCE = "Contact Before Acceptance"
	NO_PERSONAL_DATA = "No Personal Data"
	KEPT_BY_SYSTEM_MANAGER = "Kept by a System Manager"  # label of the field, or a choice of it
	STRANGE_IN_TEXT = "Strange in a Text"  # what may not stand there
	BAD_PERIOD = "Bad Period"  # most days

	# The card of a talk (R5.2 - R5.10)
	KEY_NEEDED = "Key Needed"
	BAD_VALUES = "Bad Values"
	BAD_VALUE = "Bad Value"  # name of the value
	LONG_VALUE = "Long Value"  # name of the value, most characters
	VALUE_NOT_TAKEN = "Value Not Taken"  # name of the value
	NOT_YOUR_CARD = "Not Your Card"
	CARD_TAKEN_OVER = "Card Taken Over"  # operator who has it now
	CARD_IN_USE = "Card in Use"  # operator who types on it
	CARD_ENDED = "Card Ended"
	CARD_WITHOUT_OUTCOME = "Card Without Outcome"
	CARD_NAMES_APPLICANT = "Card Names the Applicant"
	CALLER_UNKNOWN = "Caller Unknown"
	UNKNOWN_APPLICANT = "Unknown Applicant"
	NO_SURNAME = "No Surname"
	DUPLICATE_DECIDED = "Duplicate Decided Already"
	APPLICANT_MERGED = "Applicant Merged"
	MERGE_WITH_ITSELF = "Merge With Itself"
	MERGED_ALREADY = "Merged Already"  # applicant
	TWO_ACCOUNTS = "Two Accounts"
	MERGE_UNDONE = "Merge Undone"
	KEPT_MERGED_SINCE = "Kept Applicant Merged Since"  # applicant
	NO_CONSULTATION = "No Consultation"
	CONSULTATION_EMPTY = "Consultation Empty"
	WHERE_TO_TURN_NEEDED = "Where to Turn Needed"
	CLEARED_UP_TEXT_NEEDED = "Cleared-Up Text Needed"

	# Moderation and registration (R5)
	LONG_FIELD = "Long Field"  # field of Request, most characters
	ROUTE_IS_LASTING = "Route Is Lasting"
	APPLICANT_FOLLOWS = "Applicant Follows"
	REQUEST_OF_ACCOUNT = "Request of an Account"
	CALLER_NOT_WARNED = "Caller Not Warned"
	NOT_IN_MODERATION = "Not in Moderation"
	HELD_BY_ANOTHER = "Held by Another"  # operator, until
	NOBODY_TO_ASK = "Nobody to Ask"
	NOTHING_ASKED = "Nothing Asked"
	APPLICANT_NEEDED = "Applicant Needed"
	AGREEMENT_NEEDED = "Agreement Needed"
	ENTRY_NEEDED = "Entry Needed"
	FIELDS_EMPTIED = "Fields Emptied"  # fields of Request …
	ADDRESS_OF_ANOTHER = "Address of Another Executor"  # executors …
	WAY_NEEDS_CONTACT = "Way Needs Contact"  # fields of Applicant: the way, the contact

	# Work and its control (R6, R7)
	REASON_NEEDED = "Reason Needed"
	DECLINE_REASON_NEEDED = "Reason to Decline Needed"
	INCOMPLETE_RESULT = "Incomplete Result"  # fields of Request Task and kinds of evidence …
	DAY_NOT_BETWEEN = "Day Not Between"  # field of Request Task, first day, last day (ISO)
	CONFIRMATION_NEEDED = "Confirmation Needed"
	UNKNOWN_OUTCOME = "Unknown Outcome"  # outcomes …
	ANSWER_NEEDED = "Answer Needed"
	CALLS_TOO_FEW = "Calls Too Few"  # attempts and days that are needed
	APPLICANT_ANSWERED = "Applicant Answered"
	CALL_TAKEN = "Call Taken"  # who, until when
	NOT_AWAITING = "Not Awaiting Confirmation"
	RETURN_GROUND_NEEDED = "Return Ground Needed"
	RETURN_GROUND_NOT_IN_USE = "Return Ground Not in Use"  # ground
	NO_SUCH_EVIDENCE = "No Such Evidence"  # name of the file
	EXTENSION_OF_NO_WORK = "Extension of No Work"
	EXTENSION_WITHOUT_TERM = "Extension Without a Term"
	EXTENSION_ASKED_ALREADY = "Extension Asked Already"
	EXTENSION_REASON_NEEDED = "Extension Reason Needed"
	EXTENSION_NEEDS_HEAD = "Extension Needs the Head"
	EXTENSION_DAY = "Extension Day"  # first day, last day (ISO)
	EXTENSION_DECIDED = "Extension Decided"  # decision
	EXTENSION_ANSWER_NEEDED = "Extension Answer Needed"
	NOT_BELOW = "Not Below"  # executor
	HAND_OVER_OF_NO_WORK = "Hand-over of No Work"
	HANDED_ALREADY = "Handed Over Already"
	CREW_GIVES_BACK = "Crew Gives Back"
	NOT_OF_THE_EXECUTOR = "Not of the Executor"
	RESPONSIBLE_SEES_ALL = "Responsible Person Sees All"  # user
	NOT_RESPONSIBLE = "Not Responsible"
	NO_DEPUTY = "No Deputy"  # user
	OWN_DEPUTY = "Own Deputy"  # user
	ABSENT_IS_NO_PERSON = "Absent Is No Person of the Executor"  # user
	ABSENCE_ENDS_BEFORE = "Absence Ends Before It Starts"
	ABSENCES_OVERLAP = "Absences Overlap"  # user, first day, last day (ISO)
	DEPUTY_IS_ABSENT = "Deputy Is Absent"  # user, first day, last day (ISO)
	INSPECTION_IS_OVER = "Inspection Is Over"  # stage
	INSPECTION_WITHOUT_MOMENT = "Inspection Without a Moment"
	INSPECTION_MOMENT = "Inspection Moment"  # days ahead at most
	INSPECTION_REASON_NEEDED = "Inspection Reason Needed"
	INSPECTION_NAMES_APPLICANT = "Inspection Names the Applicant"
	INSPECTION_PLACE_NEEDED = "Inspection Place Needed"
	INSPECTION_OPEN_ALREADY = "Inspection Open Already"  # number
	INSPECTION_OF_WHAT = "Inspection Of What"  # stage of the request
	INSPECTION_WITHOUT_TASK = "Inspection Without a Task"
	INSPECTION_MEMBER = "Inspection Member"  # name or address as given
	INSPECTION_TO_COME = "Inspection to Come"
	INSPECTION_IS_LASTING = "Inspection Is Lasting"
	RETURN_OF_WHAT = "Return of What"  # stage of the request
	SAMPLE_PERIOD = "Sample Period"
	SAMPLE_SIZE = "Sample Size"  # most
	SAMPLE_OF_NOTHING = "Sample of Nothing"
	CHECK_NEEDS_WORDS = "Check Needs Words"
	FINDINGS_NEEDED = "Findings Needed"
	COMPETENT_NEEDED = "Competent Executor Needed"
	NO_SUCH_DOCUMENT = "No Such Document"  # name of the file
	STAGES_OF_A_FIXED_TERM = "Stages of a Fixed Term"
	STAGES_OF_NO_WORK = "Stages of No Work"
	STAGE_NAME_NEEDED = "Stage Name Needed"
	STAGE_RESULT_NEEDED = "Stage Result Needed"
	STAGE_GONE = "Stage Gone"
	STAGE_NOT_AGREED = "Stage Not Agreed"
	STAGE_DECIDED = "Stage Decided"
	STAGE_DAY = "Stage Day"  # first day, last day (ISO)
	TOO_MANY_STAGES = "Too Many Stages"  # most
	DISPUTED_ALREADY = "Disputed Already"
	NOT_CLOSED = "Not Closed"
	REOPENING_OVER = "Reopening Over"  # last day (ISO)
	REOPENING_OFF = "Reopening Off"
	HAS_TASK_ALREADY = "Has a Task Already"  # executor
	NOT_UNDER_CONTROL = "Not Under Control"
	REDIRECT_REASON_NEEDED = "Reason to Redirect Needed"
	EXECUTOR_NEEDED = "Executor Needed"
	SUPERVISOR_REDIRECTS = "Supervisor Redirects"  # how often it was redirected
	ROUTE_REASON_NEEDED = "Route Reason Needed"
	TASK_PASSED_ON = "Task Passed On"
	LEAD_NOT_RELEASED = "Lead Not Released"
	LAST_NOT_RELEASED = "Last Not Released"
	RELEASE_REASON_NEEDED = "Release Reason Needed"
	NO_LONGER_COMMENTED = "No Longer Commented"
	BAD_COMMENT = "Bad Comment"  # most characters
	COMMENT_NAMES_APPLICANT = "Comment Names the Applicant"

	# Memos about callers and blocked numbers (R5.8)
	MEMO_DECIDED = "Memo Decided Already"  # stage
	OWN_MEMO = "Own Memo"
	MEMO_REASON_NEEDED = "Reason of the Step Needed"
	MEMO_IS_LASTING = "Memo Is Lasting"
	BLOCK_DAYS = "Days of a Block"  # least, most
	BLOCKED_ALREADY = "Blocked Already"  # until, ISO in the city's time
	BLOCK_IS_OVER = "Block Is Over"
	NUMBER_BLOCKED = "Number Blocked"  # until (ISO), ground, where to complain

	# Appeals: complaints, proposals, thanks (R3.3a)
	APPEAL_TEXT_NEEDED = "Text of an Appeal Needed"
	APPEAL_WHOM_NEEDED = "Whom an Appeal Is About Needed"
	APPEAL_FIELD_NEEDED = "Field of an Appeal Needed"  # field of Appeal
	ANSWER_HAS_NO_WAY = "Answer Has No Way"  # way
	APPEAL_ANSWER_NEEDED = "Answer to an Appeal Needed"
	APPEAL_DECIDED = "Appeal Decided Already"  # stage
	APPEAL_IS_LASTING = "Appeal Is Lasting"
	NO_CONSIDERER = "Cannot Consider Appeals"  # user
	NOT_TO_PASS_ON = "Not to Be Passed On"  # kind
	THANKS_WITHOUT_RECEIVER = "Thanks Without a Receiver"
	APPEAL_KIND_TWICE = "Appeal Kind Twice"  # kind
	NOT_YOUR_APPEAL = "Not Your Appeal"
	TOO_MANY_APPEALS = "Too Many Appeals"  # appeals within an hour, phone of the contact centre

	# Announced works (RE1, RE2)
	ENDS_BEFORE_START = "Ends Before It Starts"
	ANNOUNCED_LATE = "Announced Too Late"  # earliest start, ISO in the city's time
	EMERGENCY_AHEAD = "Emergency Ahead"

	# Who executes (R5.11)
	ENTRY_IS_GROUP = "Entry Is a Group"  # entry
	INACTIVE_ENTRY = "Inactive Entry"  # entry
	ENTRY_OF_STATE_BODY = "Entry of a State Body"  # entry, where to turn
	NO_REQUEST_TYPE = "No Request Type"  # entry
	MISSING_FIELDS = "Missing Fields"  # fields …
	DISTRICT_NEEDED = "District Needed"  # entry
	NO_EXECUTOR = "No Executor"  # entry, district where one is known
	UNKNOWN_EXECUTOR = "Unknown Executor"  # executors …
	INACTIVE_EXECUTOR = "Inactive Executor"  # executors …
	AMBIGUOUS_LEAD = "Ambiguous Lead"  # executors …
	CHOICE_NOT_ALLOWED = "Choice Not Allowed"  # executor
	AMBIGUOUS_DISTRICT = "Ambiguous District"  # building, districts …

	# Terms, alerts, calendars, streets (R3, R4)
	TERM_NOT_POSITIVE = "Term Not Positive"  # amount, unit
	TERM_TOO_LONG = "Term Too Long"  # amount, unit
	ALERT_UNIT = "Alert Unit"  # unit, units that can be …
	ALERT_BELOW_ZERO = "Alert Below Zero"  # amount
	CLOSES_TOO_EARLY = "Closes Before It Opens"  # day, closes at, opens at
	HOURS_OVERLAP = "Hours Overlap"  # day, from
	NO_WORKING_HOURS = "No Working Hours"
	NO_WORKING_DAY = "No Working Day"  # day
	NOTHING_OPENS = "Nothing Opens"  # day
	SPELLING_TAKEN = "Spelling Taken"  # spelling, type of street that has it
	STREET_TYPE_NEEDED = "Street Type Needed"
	EMPTY_RANGE = "Empty Range"  # first building, last building

	# What an administrator fills in: request types, calendars, streets, the classifier
	DUE_BEFORE_ACCEPTANCE = "Due Before Acceptance"
	AMOUNT_NOT_POSITIVE = "Amount Not Positive"  # field of Request Type
	AMOUNT_TOO_GREAT = "Amount Too Great"  # field of Request Type, greatest number
	ALERT_ROW_BELOW_ZERO = "Alert Row Below Zero"  # row
	ALERT_ROW_TOO_GREAT = "Alert Row Too Great"  # row, greatest number
	HOURS_ROW_EMPTY = "Hours Row Empty"  # row
	DAY_LISTED_TWICE = "Day Listed Twice"  # day
	RANGE_ROW_EMPTY = "Range Row Empty"  # row
	SECOND_LEAD_IN_ROW = "Second Lead in Row"  # row
	GROUP_IN_ROW = "Group in Row"  # row
	EXECUTOR_TWICE = "Executor Twice"  # row
	NUMBER_NOT_BETWEEN = "Number Not Between"  # field of Contact Center Settings, least, greatest
	NO_KINDS_OF_FILES = "No Kinds of Files"
	FILES_THAT_RUN = "Files That Run"  # extensions …
	FILES_NOT_CLEANED = "Files That Cannot Be Cleaned"  # extensions that can, others …
	BAD_REGISTER_FILE = "Bad Register File"  # name
	NOT_TWO_SIDES = "Not Two Sides"  # line of the words of the search

	# Clarifications, administrative services, text modules (RI2, RI4)
	SPOKEN_TOO_LONG = "Spoken Answer Too Long"  # most characters
	NOT_A_WEB_ADDRESS = "Not a Web Address"  # text
	UNKNOWN_PLACEHOLDER = "Unknown Placeholder"  # text, placeholders …
	NOT_YOUR_ANSWER = "Not Your Answer"
	ANSWER_EMPTY = "Answer Empty"
	NOT_TO_BE_SENT = "Not to Be Sent"
	NOBODY_TO_SEND_TO = "Nobody to Send To"
	ANSWER_GONE = "Answer Gone"

	# Workflows
	UNKNOWN_STATE = "Unknown State"  # state, doctype
	IMPOSSIBLE_MOVE = "Impossible Move"  # from stage, to stage
	STATE_WITHOUT_STAGE = "State Without a Stage"  # state, stages …
	STAGE_WITHOUT_STATE = "Stage Without a State"  # stages …
	WRONG_FIRST_STATE = "Wrong First State"  # state, stage
	IMPOSSIBLE_TRANSITION = "Impossible Transition"  # row, action, from stage, to stage
	MOVE_NOT_YOURS = "Move Not Yours"  # from state, to state
	STATE_OF_OTHERS = "State of Others"  # state, roles …
	REQUESTS_ARE_KEPT = "Requests Are Kept"
	JOURNAL_IS_LASTING = "Journal Is Lasting"
	LAST_WORKFLOW = "Last Workflow"  # doctype

	# A file as a whole
	NO_FILE = "No File"
	EMPTY_FILE = "Empty"
	NOT_UTF8 = "Not UTF-8"
	NO_WORKBOOK = "No Workbook"
	MISSING_COLUMNS = "Missing Columns"  # columns …
	REPEATED_COLUMNS = "Repeated Columns"  # columns …
	UNKNOWN_COLUMNS = "Unknown Columns"  # columns …

	# A line of a file
	NOT_CSV = "Not CSV"  # delimiter
	OPEN_QUOTE = "Open Quote"
	LONG_CELL = "Too Long"  # most characters
	WRONG_COUNT = "Wrong Count"  # cells, columns

	# A cell of a policy's file
	EMPTY_CELL = "Empty Cell"
	NOT_A_NUMBER = "Not a Number"  # text
	BELOW_ZERO = "Below Zero"  # text
	NOT_ABOVE_ZERO = "Not Above Zero"  # text
	TOO_GREAT = "Too Great"  # text, greatest number
	NOT_A_FLAG = "Not a Flag"  # text
	NOT_A_DATE = "Not a Date"  # text
	NOT_A_TIME = "Not a Time"  # text
	NOT_A_SPAN = "Not a Span of Hours"  # text
	NOT_ONE_OF = "Not One Of"  # text, choices …
	REPEATED_CODE = "Repeated Code"  # code
	UNKNOWN_REQUEST_TYPE = "Unknown Request Type"  # code
	UNKNOWN_DISTRICT = "Unknown District"  # code or text
	EXECUTOR_IS_GROUP = "Executor Is a Group"  # executor
	PARENT_IS_NO_GROUP = "Parent Is No Group"  # parent
	UNKNOWN_EVENT = "Unknown Event"  # text, events …
	UNKNOWN_FIELD = "Unknown Field"  # name
	FIELD_NOT_REQUIRED = "Field Cannot Be Required"  # field, kinds that can be …
	STILL_IN_USE = "Still In Use"  # record, uses …
	PARENT_OF_ITSELF = "Parent of Itself"  # parent


@dataclass(frozen=True)
class Problem:
	"""One problem. `values` are texts and codes as they were given; ProblemKind names them."""

	kind: BaseKind
	values: tuple[str, ...] = ()


class ProblemError(ValueError):
	"""A problem that stops the work. The exception's own text is for the log; users get the words of the problem."""

	def __init__(self, kind: BaseKind, *values: str):
		self.problem = Problem(kind, values)
		super().__init__(": ".join(filter(None, (str(kind), ", ".join(values)))))

	@property
	def kind(self) -> BaseKind:
		return self.problem.kind

	@property
	def values(self) -> tuple[str, ...]:
		return self.problem.values
