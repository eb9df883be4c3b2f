"""The words of every problem in English; the Ukrainian ones are in `locale/uk.po`. No `frappe`: the rehearsal uses this.

A text begins small and has no full stop, for it may follow a place («routes.csv:5: executor: …»); `sentence` makes it a
sentence. The last placeholder takes all remaining values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Formatter

from contact_center.regulation.problems import BaseKind, Problem
from contact_center.regulation.problems import ProblemKind as Kind

Translate = Callable[[str], str]
LONGEST = 60
"""The most characters of a user's text that are shown."""
MOST = 16
"""The most names that are listed."""
UNKNOWN = "…"
"""Shown for an empty value."""


def _(text: str) -> str:
	"""Mark a text for the catalogue; it is translated when it is used."""
	return text


TEXTS: dict[BaseKind, str] = {
	Kind.BAD_BUILDING: _(
		"“{0}” is not a building number. Write it like 12, 12-А or 12/3, a flat in its own field"
	),
	Kind.BAD_FLAT: _("“{0}” is not the number of a flat. Write it like 5 or 5-А"),
	Kind.FLAT_IN_BUILDING: _("“{0}” names another flat than its field: write the building alone"),
	Kind.BAD_COORDINATES: _(
		"{0} is no place on the map: latitude goes from -90 to 90, longitude from -180 to 180"
	),
	Kind.SEVERAL_PHONES: _(
		"“{0}” is more than one phone number. Write one, and the rest into the description"
	),
	Kind.SEVERAL_PHONES_IN_CARD: _(
		"“{0}” is more than one phone number. Write one here, and the rest into “Other Phones”"
	),
	Kind.BAD_PHONE: _("“{0}” is not a phone number. Write it like +380 56 440 15 20"),
	Kind.BAD_EMAIL: _("“{0}” is not an e-mail address"),
	Kind.NO_MOMENT: _("“{0}” is not a date with a time; write 22.11.2026 14:30"),
	Kind.SKIPPED_MOMENT: _("“{0}” never was: the clocks were put forward over it"),
	Kind.TOO_OLD: _("the date {0} lies too far back"),
	Kind.IN_FUTURE: _("the date {0} lies in the future"),
	Kind.UNKNOWN_CHANNEL: _("unknown channel “{0}”; write one of: {1}"),
	Kind.UNKNOWN_STREET: _("unknown street “{0}”"),
	Kind.SEVERAL_STREETS: _("“{0}” may be any of these streets: {1}"),
	Kind.SIMILAR_STREETS: _("there is no street “{0}”; choose one of these: {1}"),
	Kind.UNKNOWN_CODE: _("unknown classifier code “{0}”"),
	Kind.NO_ENTRY: _("no classifier entry fits “{0}”: give its code"),
	Kind.SEVERAL_ENTRIES: _("several classifier entries fit “{0}”, give the code of one: {1}"),
	Kind.NO_TEXT: _("no text: say what happened"),
	Kind.SHORT_TEXT: _("tell us a little more, so that the executor understands what to do"),
	Kind.LONG_TEXT: _("too long: at most {0} characters"),
	Kind.NO_CONTACT: _("“{0}” left neither phone nor e-mail: an applicant needs one"),
	Kind.DUPLICATE: _("duplicate of line {0}"),
	Kind.NOT_TO_EMPTY: _("“{0}” cannot be left empty"),
	Kind.TOO_MANY_FILES: _("No more than {0} files can be attached. Remove one to add another."),
	Kind.RESULT_REPEATED: _(
		"the result says word for word what was returned for rework: write what has been done since"
	),
	Kind.VERSION_NOT_NAMED: _("name the version that was decided on: the value of “modified” as it was read"),
	Kind.CHANGED_MEANWHILE: _("meanwhile: {0}. Refresh the request and decide again"),
	Kind.SIGN_IN_NEEDED: _("Sign in first."),
	Kind.NOT_IN_MODERATION: _("The request is not in moderation any more. Refresh it."),
	Kind.HELD_BY_ANOTHER: _("{0} works on this request until {1}. Take the next one"),
	Kind.NOBODY_TO_ASK: _("The request is anonymous: there is nobody to ask."),
	Kind.NOTHING_ASKED: _("Nothing is asked about this request now."),
	Kind.OWN_REQUEST: _("This is the applicant's own request already."),
	Kind.NOT_TO_JOIN: _("This request cannot be joined. File one of your own."),
	Kind.NOT_YOUR_REQUEST: _("This is not your request."),
	Kind.GROUND_NEEDED: _("choose the ground of the refusal, one of these in use: {0}"),
	Kind.NUMBER_NEEDED: _("Write the number of the request, like 1520-2026-000123."),
	Kind.WRONG_CODE: _(
		"The code does not fit, or its {0} minutes are over. Compare it with the letter, or ask for a new one."
	),
	Kind.TOO_MANY_CODES: _("Too many tries. Wait an hour, or call {0}."),
	Kind.UNKNOWN_WAY: _("A code cannot be sent in this way: “{0}”."),
	Kind.TOO_MANY_SEARCHES: _("Too many searches within a minute. Wait a little."),
	Kind.TOO_MANY_REQUESTS: _("You have filed {0} requests within an hour. Try again later, or call {1}."),
	Kind.BAD_TILE_SERVER: _("“{0}” is no address of map tiles: write it like {1}"),
	Kind.TOO_MANY_ADDITIONS: _("You have added to this request {0} times within an hour. Wait a little."),
	Kind.ANSWERED_OFTEN: _(
		"You have answered {0} times already. An operator reads your answers before the request is closed."
	),
	Kind.NO_UPLOAD: _("No file came. Choose it again."),
	Kind.TOO_MANY_WAITING: _("Too many files are waiting. Send the request or remove some of them first."),
	Kind.FILE_GONE: _("One of the files is no longer here. Remove it and attach it again."),
	Kind.BAD_LIST_OF_FILES: _("The list of files cannot be read. Attach them again."),
	Kind.CONSENT_NEEDED: _(
		"Tick the consent to personal data processing: without it the request cannot be considered."
	),
	Kind.FILES_AT_THE_DESK: _(
		"Operators file at the desk, where each caller has a card: here the next caller would replace the last."
	),
	Kind.REPORTED_DONE: _("The work is reported done: confirm it, or say what is not done."),
	Kind.FINISHED: _("This is finished and can no longer be changed."),
	Kind.FILE_KIND: _("“{0}”: files of this kind are not accepted. Attach one of these: {1}."),
	Kind.FILE_TOO_LARGE: _("“{0}” is larger than {1} MB. Attach a smaller file."),
	Kind.FILE_LOCKED: _("“{0}” is protected with a password. Save it without the password and attach that."),
	Kind.FILE_UNREADABLE: _("“{0}” cannot be read as {1}. Save it again as a photo or PDF and attach that."),
	Kind.FILE_ELSEWHERE: _("A link to another site cannot be attached. Attach the file itself."),
	Kind.NO_ROOM_FOR_FILE: _(
		"There is no room for “{0}” on the server now. Send without it, or try again later: the administrator has to make room."
	),
	Kind.FILE_STAYS_PRIVATE: _("This file cannot be made public."),
	Kind.FILE_NOT_YOURS: _("You may not see this file."),
	Kind.NEITHER_REQUEST_NOR_TASK: _("Not a request or a task."),
	Kind.ROLE_MAY_NOT: _("Your role may not do this."),
	Kind.CONTACT_CLOSED: _("The applicant's contact is shown while the task is being worked on."),
	Kind.CONTACT_BEFORE_ACCEPTANCE: _(
		"Accept the task first: the applicant's name and phone are shown then."
	),
	Kind.NO_PERSONAL_DATA: _("The applicant left no personal data."),
	Kind.KEPT_BY_SYSTEM_MANAGER: _("“{0}” is set by a system manager of the site, not here."),
	Kind.STRANGE_IN_TEXT: _(
		"“{0}” may not stand here: write fields of the document that you may read, as doc.number, and functions of the centre's"
		" own messages. What an applicant is called stands only in a message that goes to the applicant alone."
	),
	Kind.BAD_PERIOD: _("The period ends on its first day or later, and has {0} days at most."),
	Kind.KEY_NEEDED: _("The page sent no key of its own. Refresh it and try again."),
	Kind.BAD_VALUES: _("What was filled in cannot be read. Refresh the page and try again."),
	Kind.BAD_VALUE: _("{0}: this value does not fit the field."),
	Kind.LONG_VALUE: _("{0}: at most {1} characters, please shorten it."),
	Kind.VALUE_NOT_TAKEN: _("“{0}” cannot be filled in here."),
	Kind.CARD_TAKEN_OVER: _("{0} has taken this card over and goes on with it."),
	Kind.CARD_IN_USE: _(
		"{0} is typing on this card now. Take it over once nobody has typed for two minutes."
	),
	Kind.NOT_YOUR_CARD: _("You have no open card of this name: each operator works on cards of one's own."),
	Kind.CARD_ENDED: _("This card has been ended. Begin a new one."),
	Kind.CARD_WITHOUT_OUTCOME: _(
		"Neither a consultation nor a request is on this card. Write a note why, for example: the call broke off."
	),
	Kind.CARD_NAMES_APPLICANT: _(
		"A request of a named applicant is on this card: it cannot become anonymous. End it and begin a new one."
	),
	Kind.CALLER_UNKNOWN: _(
		"Say who calls: choose the applicant, write a new one, or tick “Anonymous” and warn the caller."
	),
	Kind.UNKNOWN_APPLICANT: _("There is no such applicant. Look the caller up again."),
	Kind.NO_SURNAME: _("Write the caller's surname, or tick “Anonymous”."),
	Kind.NO_CONSULTATION: _("There is no such consultation: it may have been taken back already."),
	Kind.CONSULTATION_EMPTY: _("Choose a classifier entry, or write what was said."),
	Kind.WHERE_TO_TURN_NEEDED: _("Write where the caller was told to turn."),
	Kind.CLEARED_UP_TEXT_NEEDED: _("Write what was cleared up."),
	Kind.LONG_FIELD: _("{0}: at most {1} characters, please shorten it."),
	Kind.ROUTE_IS_LASTING: _(
		"A registered request keeps its classifier entry, executor and channel: redirect it, or cancel it"
		" and register another."
	),
	Kind.APPLICANT_FOLLOWS: _("This request has an applicant who follows it: it cannot become anonymous."),
	Kind.REQUEST_OF_ACCOUNT: _("A request from the portal belongs to the account that filed it."),
	Kind.CALLER_NOT_WARNED: _(
		"Warn the caller that the executor decides whether to take up an anonymous request, and tick it."
	),
	Kind.APPLICANT_NEEDED: _("Choose the applicant, or tick “Anonymous” and warn the caller."),
	Kind.AGREEMENT_NEEDED: _(
		"Read the request back to the applicant and tick “Applicant Agrees With the Wording”."
	),
	Kind.ENTRY_NEEDED: _("Choose the classifier entry: it decides executor and term."),
	Kind.FIELDS_EMPTIED: _("This classifier entry needs it: {0}. Correct it, but do not leave it empty."),
	Kind.ADDRESS_OF_ANOTHER: _(
		"This address is looked after by {0}. Press “Redirect” first, then correct the address."
	),
	Kind.WAY_NEEDS_CONTACT: _("“{0}” needs {1}: write it, or choose another way of telling."),
	Kind.REASON_NEEDED: _("Write the reason first: the applicant and the executor will read it."),
	Kind.DECLINE_REASON_NEEDED: _("Say in “Reason” why this is not your competence."),
	Kind.INCOMPLETE_RESULT: _("The result is not complete. Fill in: {0}."),
	Kind.DAY_NOT_BETWEEN: _("{0}: give a day from {1} to {2}."),
	Kind.CONFIRMATION_NEEDED: _(
		"Record a call-back first: a request is closed once the applicant has confirmed the result."
	),
	Kind.UNKNOWN_OUTCOME: _("Choose an outcome: {0}."),
	Kind.ANSWER_NEEDED: _("Write what the applicant said: the executor has to know what is not done."),
	Kind.CALLS_TOO_FEW: _(
		"Before the request is closed without an answer, the applicant has to be called {0} times on {1} different days."
	),
	Kind.APPLICANT_ANSWERED: _("The applicant has answered: close the request, or return it for rework."),
	Kind.CALL_TAKEN: _("{0} is calling this number now, until {1} at the latest."),
	Kind.NOT_AWAITING: _("The result of this request is not waiting for confirmation."),
	Kind.RETURN_GROUND_NEEDED: _("Tick at least one ground: why the result is returned."),
	Kind.RETURN_GROUND_NOT_IN_USE: _("“{0}” is no ground for a return that is in use: tick another one."),
	Kind.NO_SUCH_EVIDENCE: _("“{0}” is no evidence of this request: name a file of its results."),
	Kind.EXTENSION_OF_NO_WORK: _("A new term is asked for while the work runs: accept the task first."),
	Kind.EXTENSION_WITHOUT_TERM: _("This task has no fixed term: there is nothing to extend."),
	Kind.EXTENSION_ASKED_ALREADY: _(
		"A new term was asked for already: wait for the answer of the contact centre."
	),
	Kind.EXTENSION_REASON_NEEDED: _("Write why the term is not enough."),
	Kind.EXTENSION_NEEDS_HEAD: _(
		"A further request after a broken term needs two names: the head who knows of it and who is responsible."
	),
	Kind.EXTENSION_DAY: _(
		"Choose a day from {0} to {1}: the new term has to be longer than the present one."
	),
	Kind.EXTENSION_DECIDED: _("This request for a new term is decided already: {0}."),
	Kind.EXTENSION_ANSWER_NEEDED: _("Write why the new term is refused: the executor will read it."),
	Kind.NOT_BELOW: _("{0} is not below your organisation: ask the contact centre for a redirect"),
	Kind.HAND_OVER_OF_NO_WORK: _("only a task at work is handed over"),
	Kind.HANDED_ALREADY: _("this person has the task already"),
	Kind.CREW_GIVES_BACK: _("give it back to the executor, who hands it to somebody else"),
	Kind.NOT_OF_THE_EXECUTOR: _("choose a person of the task's executor with an account that can work on it"),
	Kind.RESPONSIBLE_SEES_ALL: _(
		"{0} is a responsible person and answers for all tasks: untick “Only Handed Tasks”"
	),
	Kind.NOT_RESPONSIBLE: _(
		"only a responsible person of the executor, or the administrator, writes absences"
	),
	Kind.NO_DEPUTY: _(
		"{0} cannot be a deputy: choose a person of this executor, or of one above or below it, whose account can work on tasks"
	),
	Kind.OWN_DEPUTY: _("{0} cannot be their own deputy: choose somebody else"),
	Kind.ABSENT_IS_NO_PERSON: _("{0} is no person of this executor"),
	Kind.ABSENCE_ENDS_BEFORE: _("the last day of an absence lies before the first"),
	Kind.ABSENCES_OVERLAP: _(
		"{0} is absent from {1} to {2} already: end that absence first, or choose other days"
	),
	Kind.DEPUTY_IS_ABSENT: _("{0} is absent from {1} to {2}: choose another deputy for these days"),
	Kind.INSPECTION_IS_OVER: _(
		"This cannot be done to the inspection any more: {0}. Open it again to see what happened."
	),
	Kind.INSPECTION_WITHOUT_MOMENT: _("Say on which day and at what time the inspection takes place."),
	Kind.INSPECTION_MOMENT: _("Choose a moment that is still to come, within {0} days."),
	Kind.INSPECTION_NAMES_APPLICANT: _(
		"Executors and members from outside read this, and it names the applicant. Leave out the surname and the phone."
	),
	Kind.INSPECTION_REASON_NEEDED: _("Write why: whoever is called to the inspection will read it."),
	Kind.INSPECTION_PLACE_NEEDED: _("Write where the members of the inspection meet."),
	Kind.INSPECTION_OPEN_ALREADY: _(
		"An inspection of this request is open already: {0}. Move it or call it off instead."
	),
	Kind.INSPECTION_OF_WHAT: _("No inspection can be called for a request in this stage: {0}."),
	Kind.INSPECTION_WITHOUT_TASK: _("Choose at least one executor of the request who has to come."),
	Kind.INSPECTION_MEMBER: _(
		"“{0}” cannot be a member: choose an account in use, or give a name and an e-mail address that is right."
	),
	Kind.INSPECTION_TO_COME: _(
		"The inspection is still to come: record what was found once it has begun, or move it."
	),
	Kind.INSPECTION_IS_LASTING: _(
		"An inspection is neither changed nor deleted by its form: use its buttons, each leaves a step on record."
	),
	Kind.RETURN_OF_WHAT: _(
		"Only a closed request is returned from here; this one is in the stage: {0}. Open it."
	),
	Kind.SAMPLE_PERIOD: _("Choose a period that begins before it ends, and ends today or earlier."),
	Kind.SAMPLE_SIZE: _("Say how many to draw, or what share: at least one request, {0} at most."),
	Kind.SAMPLE_OF_NOTHING: _(
		"No request was closed in this period with these filters: choose a longer period."
	),
	Kind.CHECK_NEEDS_WORDS: _(
		"Write what the applicant said or what was seen: whoever follows it up will read it."
	),
	Kind.FINDINGS_NEEDED: _("Write what was found on the spot."),
	Kind.COMPETENT_NEEDED: _("Choose the executor who was found competent."),
	Kind.NO_SUCH_DOCUMENT: _("“{0}” is no file of this task: attach it to the task first."),
	Kind.STAGES_OF_A_FIXED_TERM: _("This task has a fixed term: stages are for long-term work alone."),
	Kind.STAGES_OF_NO_WORK: _("Stages are planned and reported while the work runs: accept the task first."),
	Kind.STAGE_NAME_NEEDED: _("Write what is to be done in this stage."),
	Kind.STAGE_RESULT_NEEDED: _("Write what was done in this stage."),
	Kind.STAGE_GONE: _("This stage is done already, or is not this task's: reload the page."),
	Kind.STAGE_NOT_AGREED: _("The contact centre has not agreed to this stage yet."),
	Kind.STAGE_DECIDED: _("Nothing about this stage waits for an answer any more."),
	Kind.STAGE_DAY: _("Choose a day from {0} to {1}."),
	Kind.TOO_MANY_STAGES: _("No more than {0} stages of one task."),
	Kind.NOT_CLOSED: _("The request is not closed: only a closed one can be opened again."),
	Kind.REOPENING_OVER: _("The request could be opened again until {0}. Please file a new one."),
	Kind.REOPENING_OFF: _("A closed request is not opened again here. Please file a new one."),
	Kind.DISPUTED_ALREADY: _(
		"You have said already that the work is not done. If there is more to say, add it to the request."
	),
	Kind.HAS_TASK_ALREADY: _("This executor already has a task of this request: {0}."),
	Kind.NOT_UNDER_CONTROL: _("Only a request under control can be redirected."),
	Kind.REDIRECT_REASON_NEEDED: _("Say why the request is redirected."),
	Kind.EXECUTOR_NEEDED: _("Choose an active executor."),
	Kind.SUPERVISOR_REDIRECTS: _(
		"This request was redirected already, times so far: {0}. From here on a supervisor of the contact centre decides who gets it."
	),
	Kind.ROUTE_REASON_NEEDED: _("Write why the route stays as it is."),
	Kind.LEAD_NOT_RELEASED: _("The lead executor is not released: redirect its task to another one."),
	Kind.LAST_NOT_RELEASED: _("Nobody else works on the request: redirect the task, or end the request."),
	Kind.RELEASE_REASON_NEEDED: _("Write why this executor is not needed: it will read it."),
	Kind.TASK_PASSED_ON: _("This task is no longer its executor's: redirect the one that is."),
	Kind.NO_LONGER_COMMENTED: _("This is finished: comments are taken while it runs."),
	Kind.BAD_COMMENT: _("Write a comment of at most {0} characters."),
	Kind.COMMENT_NAMES_APPLICANT: _(
		"The executors read this, and it names the applicant. Leave out the surname and the phone, or take off"
		" “The executors see this comment”."
	),
	Kind.DUPLICATE_DECIDED: _("This pair of applicants is decided already, or is no longer proposed."),
	Kind.APPLICANT_MERGED: _(
		"This record of the applicant was merged into another one. Reload the page and take the one that was kept."
	),
	Kind.MERGE_WITH_ITSELF: _("Choose another applicant: this is one and the same record."),
	Kind.MERGED_ALREADY: _("“{0}” was merged into another record already. Reload the page."),
	Kind.TWO_ACCOUNTS: _(
		"Both have an account of their own: whose requests are whose, their owners know. Two accounts are not merged."
	),
	Kind.MERGE_UNDONE: _("There is no such merging, or it is undone already."),
	Kind.KEPT_MERGED_SINCE: _("“{0}” was merged into another applicant since then: undo that merging first."),
	Kind.MEMO_DECIDED: _("This memo is at “{0}” already: nothing was changed."),
	Kind.OWN_MEMO: _("You wrote this memo yourself: another supervisor decides on it."),
	Kind.MEMO_REASON_NEEDED: _("Write the reason: it stays on record."),
	Kind.MEMO_IS_LASTING: _("Memos and blocks stay as they were written. Write another memo instead."),
	Kind.BLOCK_DAYS: _("A number is blocked for {0} to {1} days."),
	Kind.BLOCKED_ALREADY: _("This number is blocked already, until {0}."),
	Kind.APPEAL_TEXT_NEEDED: _("write what the applicant says"),
	Kind.APPEAL_WHOM_NEEDED: _("say whom it is about"),
	Kind.APPEAL_FIELD_NEEDED: _("“{0}” is needed"),
	Kind.ANSWER_HAS_NO_WAY: _(
		"an answer cannot get there by “{0}”: the applicant's card has no such address. Write it there, or choose another way"
	),
	Kind.APPEAL_ANSWER_NEEDED: _("write the answer: what was found and what is done"),
	Kind.APPEAL_DECIDED: _("This appeal is at “{0}” already: nothing was changed."),
	Kind.APPEAL_IS_LASTING: _(
		"An appeal stays as it was written. Correct it, answer it or withdraw it by its buttons."
	),
	Kind.NO_CONSIDERER: _(
		"{0} cannot consider appeals: name an operator, a supervisor or somebody of the management whose account is in use"
	),
	Kind.NOT_TO_PASS_ON: _("only thanks are passed on, not “{0}”"),
	Kind.THANKS_WITHOUT_RECEIVER: _("choose the executor, or write to whom the thanks were told, and how"),
	Kind.APPEAL_KIND_TWICE: _("“{0}” has two terms: leave one"),
	Kind.NOT_YOUR_APPEAL: _("this appeal is not yours"),
	Kind.TOO_MANY_APPEALS: _("You have sent {0} appeals within an hour. Please wait a little, or call {1}."),
	Kind.BLOCK_IS_OVER: _("The term of this block is over: there is nothing to lift."),
	Kind.NUMBER_BLOCKED: _(
		"your number is blocked until {0}. Reason: {1}. Until then only the most urgent requests are taken. {2}"
	),
	Kind.ENDS_BEFORE_START: _("The work has to end after it starts."),
	Kind.ANNOUNCED_LATE: _("Planned works are announced at least 24 hours ahead: start after {0}."),
	Kind.EMERGENCY_AHEAD: _("An emergency has happened already: works that begin later are planned ones."),
	Kind.SPELLING_TAKEN: _("“{0}” is written for “{1}” already: one spelling has one type"),
	Kind.STREET_TYPE_NEEDED: _("Begin the new name with the type of the street, like “вул. Соборності”."),
	Kind.ENTRY_IS_GROUP: _("“{0}” is a group of the classifier: choose an entry inside it"),
	Kind.INACTIVE_ENTRY: _("the classifier entry “{0}” is no longer in use: choose another one"),
	Kind.ENTRY_OF_STATE_BODY: _(
		"“{0}” is for a state body: no request is made of it. Tell the caller where to turn: {1}"
	),
	Kind.NO_REQUEST_TYPE: _("the classifier entry “{0}” has no request type: an administrator has to set it"),
	Kind.MISSING_FIELDS: _("fill in first: {0}"),
	Kind.DISTRICT_NEEDED: _(
		"the executor of “{0}” depends on the district: fill in the address or the district"
	),
	Kind.NO_EXECUTOR: _(
		"no executor in the classifier for: {0}. Choose one by hand, or ask an administrator to add it"
	),
	Kind.UNKNOWN_EXECUTOR: _("there is no such executor: {0}"),
	Kind.INACTIVE_EXECUTOR: _(
		"this executor is not active: {0}. An administrator has to name another one in the classifier"
	),
	Kind.AMBIGUOUS_LEAD: _("exactly one lead executor is needed; the classifier leaves it open between: {0}"),
	Kind.CHOICE_NOT_ALLOWED: _(
		"the classifier does not let the operator choose the executor here: clear “{0}”"
	),
	Kind.AMBIGUOUS_DISTRICT: _("building {0} lies in several districts: {1}"),
	Kind.TERM_NOT_POSITIVE: _("a term has to be above zero, not {0} ({1})"),
	Kind.TERM_TOO_LONG: _("the term is too long: {0} ({1})"),
	Kind.ALERT_UNIT: _("a warning cannot count in {0}, only in: {1}"),
	Kind.ALERT_BELOW_ZERO: _(
		"a warning has to come zero or more units before or after its deadline, not {0}"
	),
	Kind.CLOSES_TOO_EARLY: _("{0}: closes at {1}, before it opens at {2}"),
	Kind.HOURS_OVERLAP: _("{0}: working hours overlap at {1}"),
	Kind.NO_WORKING_HOURS: _("no day of the week has working hours"),
	Kind.NO_WORKING_DAY: _("there is no working day within a year of {0}"),
	Kind.NOTHING_OPENS: _("nothing opens within a year of {0}"),
	Kind.EMPTY_RANGE: _("no building lies between {0} and {1}"),
	Kind.DUE_BEFORE_ACCEPTANCE: _(
		"the work would be due before it has to be accepted: give more time to do it"
	),
	Kind.AMOUNT_NOT_POSITIVE: _("{0}: give a number above 0, or choose “No Fixed Term”"),
	Kind.AMOUNT_TOO_GREAT: _("{0}: give at most {1}"),
	Kind.ALERT_ROW_BELOW_ZERO: _(
		"warnings and escalations, row {0}: give 0 or more; “Before” or “After” says which way it counts"
	),
	Kind.ALERT_ROW_TOO_GREAT: _("warnings and escalations, row {0}: give at most {1}"),
	Kind.HOURS_ROW_EMPTY: _("row {0}: the day has to end after it begins"),
	Kind.DAY_LISTED_TWICE: _("{0} is listed twice: keep one row for it"),
	Kind.RANGE_ROW_EMPTY: _(
		"row {0}: write the smaller building number first; 0 as the last one means to the end of the street"
	),
	Kind.SECOND_LEAD_IN_ROW: _("row {0}: this district already has a lead executor"),
	Kind.GROUP_IN_ROW: _("row {0}: this is a group of executors, choose one of them"),
	Kind.EXECUTOR_TWICE: _("row {0}: this executor is there already for this district"),
	Kind.NUMBER_NOT_BETWEEN: _("{0}: give a number from {1} to {2}."),
	Kind.NO_KINDS_OF_FILES: _("Name the kinds of files that are accepted."),
	Kind.FILES_THAT_RUN: _("These files can do harm when they are opened, take them out: {0}."),
	Kind.FILES_NOT_CLEANED: _(
		"Only these kinds can be freed of place and device: {0}. Take the others out: {1}."
	),
	Kind.MOVE_NOT_YOURS: _("The workflow does not let you move from “{0}” to “{1}”."),
	Kind.STATE_OF_OTHERS: _("In the state “{0}” only {1} may make changes."),
	Kind.REQUESTS_ARE_KEPT: _("Requests and their journal are kept: cancel or reject instead."),
	Kind.JOURNAL_IS_LASTING: _("The journal is written by the system and never changed."),
	Kind.BAD_REGISTER_FILE: _("“{0}” is no name of a file: write it like register.csv, without a folder."),
	Kind.NOT_TWO_SIDES: _("“{0}”: write what people say, “=” and the words of the Classifier"),
	Kind.SPOKEN_TOO_LONG: _("the short answer is spoken by the voice menu: at most {0} characters"),
	Kind.NOT_A_WEB_ADDRESS: _("“{0}” is not the address of a page. Write it like https://example.com"),
	Kind.UNKNOWN_PLACEHOLDER: _("nothing is filled in for {0}; what can be: {1}"),
	Kind.NOT_YOUR_ANSWER: _("another executor answers for it: only that one confirms and corrects it"),
	Kind.ANSWER_EMPTY: _("write the answer: without it there is nothing to confirm"),
	Kind.NOT_TO_BE_SENT: _("it is not for citizens, or no longer valid: it cannot be sent"),
	Kind.NOBODY_TO_SEND_TO: _(
		"no e-mail of the applicant is known: write it into the applicant's card first"
	),
	Kind.ANSWER_GONE: _("this answer is no longer here: look for another one"),
	Kind.UNKNOWN_STATE: _("{0} is not a state of the workflow for {1}"),
	Kind.IMPOSSIBLE_MOVE: _("a move from “{0}” to “{1}” is not possible"),
	Kind.STATE_WITHOUT_STAGE: _("state {0}: set Update Field to “stage” and Update Value to one of: {1}"),
	Kind.STAGE_WITHOUT_STATE: _("add a state for each of these stages: {0}"),
	Kind.WRONG_FIRST_STATE: _(
		"state {0} comes first, and new documents begin there: put a state of the stage {1} on top"
	),
	Kind.IMPOSSIBLE_TRANSITION: _("transition {0}, “{1}”: a move from {2} to {3} is not possible"),
	Kind.LAST_WORKFLOW: _("documents of {0} need a workflow: activate another one first"),
	Kind.NO_FILE: _("there is no such file"),
	Kind.EMPTY_FILE: _("the file is empty, or its first line is: it has to name the columns"),
	Kind.NOT_UTF8: _(
		"this is not UTF-8 text. Save it as “CSV UTF-8” in Excel, or with the character set UTF-8 in LibreOffice"
	),
	Kind.NO_WORKBOOK: _("this Excel workbook cannot be read. Save it as “CSV UTF-8”."),
	Kind.MISSING_COLUMNS: _("columns are missing from the first line: {0}"),
	Kind.REPEATED_COLUMNS: _("the first line names a column twice: {0}"),
	Kind.UNKNOWN_COLUMNS: _("unknown columns: {0}"),
	Kind.NOT_CSV: _("cannot be read as CSV: “{0}” has to follow a closed quotation mark"),
	Kind.OPEN_QUOTE: _("cannot be read as CSV: a quotation mark is never closed"),
	Kind.LONG_CELL: _("too long: at most {0} characters in a cell; check the quotation marks too"),
	Kind.WRONG_COUNT: _("{0} cells under {1} columns: check commas and quotation marks"),
	Kind.EMPTY_CELL: _("must not be empty"),
	Kind.NOT_A_NUMBER: _("has to be a number, not “{0}”"),
	Kind.BELOW_ZERO: _("has to be zero or more, not “{0}”"),
	Kind.NOT_ABOVE_ZERO: _("has to be above zero, not “{0}”"),
	Kind.TOO_GREAT: _("“{0}” is too much: at most {1}"),
	Kind.NOT_A_FLAG: _("has to be 1 or 0, not “{0}”"),
	Kind.NOT_A_DATE: _("has to be a date (YYYY-MM-DD), not “{0}”"),
	Kind.NOT_A_TIME: _("has to be a time (HH:MM), not “{0}”"),
	Kind.NOT_A_SPAN: _("has to be like 08:00-20:00, not “{0}”"),
	Kind.NOT_ONE_OF: _("“{0}” cannot be; write one of: {1}"),
	Kind.REPEATED_CODE: _("“{0}” is there twice"),
	Kind.UNKNOWN_REQUEST_TYPE: _("there is no request type “{0}”"),
	Kind.UNKNOWN_DISTRICT: _("unknown district “{0}”"),
	Kind.EXECUTOR_IS_GROUP: _("“{0}” is a group of executors: choose one of them"),
	Kind.PARENT_IS_NO_GROUP: _("“{0}” is not a group: choose a group as the parent"),
	Kind.UNKNOWN_EVENT: _("nothing ever happens by the name “{0}”; write one of: {1}"),
	Kind.UNKNOWN_FIELD: _("a request has no field “{0}”"),
	Kind.FIELD_NOT_REQUIRED: _(
		"“{0}” cannot be required: it must be shown, open to editing and one of these kinds: {1}"
	),
	Kind.STILL_IN_USE: _("“{0}” is still needed; {1}"),
	Kind.PARENT_OF_ITSELF: _("“{0}” is a group within itself"),
}

WRITTEN = frozenset(
	{
		*(
			Kind.BAD_BUILDING,
			Kind.BAD_FLAT,
			Kind.FLAT_IN_BUILDING,
			Kind.SEVERAL_PHONES,
			Kind.SEVERAL_PHONES_IN_CARD,
			Kind.BAD_PHONE,
			Kind.BAD_EMAIL,
			Kind.NO_MOMENT,
			Kind.SKIPPED_MOMENT,
		),
		*(Kind.UNKNOWN_CHANNEL, Kind.UNKNOWN_STREET, Kind.SEVERAL_STREETS, Kind.SIMILAR_STREETS),
		*(Kind.NOT_TWO_SIDES, Kind.UNKNOWN_DISTRICT, Kind.NO_ENTRY, Kind.SEVERAL_ENTRIES, Kind.NO_CONTACT),
	}
)
"""Kinds whose first value is a user's text of any length."""

FIELDS: dict[str, str] = {
	"district": _("District"),
	"street": _("Street"),
	"building": _("Building"),
	"flat": _("Flat"),
	"description": _("Description"),
	"phone": _("Applicant's phone"),
	"photo": _("Photo"),
}
"""Labels of the fields that a classifier entry may require."""

AT_FIELDS: dict[tuple[str, ...], str] = {
	(Kind.MISSING_FIELDS, "classifier"): _(
		"Choose what your request is about, or “My question is not in the list”."
	),
	(Kind.MISSING_FIELDS, "description"): _("Tell us what happened."),
	(Kind.MISSING_FIELDS, "question"): _("Write what you want to know from the applicant."),
	(Kind.MISSING_FIELDS, "answer"): _("Write the answer."),
	(Kind.MISSING_FIELDS, "street"): _("Choose the street."),
	(Kind.MISSING_FIELDS, "street", "place"): _("Choose the street, or describe the place in words below."),
	(Kind.MISSING_FIELDS, "building"): _("Write the number of the building."),
	(Kind.MISSING_FIELDS, "flat"): _("Write the number of the flat."),
	(Kind.MISSING_FIELDS, "district"): _("Choose the district: it decides who deals with this question."),
	(Kind.MISSING_FIELDS, "photo"): _("Attach a photo: without it this question cannot be considered."),
	(Kind.MISSING_FIELDS, "surname"): _("Write your surname."),
	(Kind.MISSING_FIELDS, "first_name"): _("Write your first name."),
	(Kind.MISSING_FIELDS, "phone"): _("Write your phone: the operator may need to call you."),
	(Kind.NOT_TO_EMPTY, "surname"): _(
		"The surname cannot be taken away: the request needs a person. Correct it, or leave it."
	),
	(Kind.NOT_TO_EMPTY, "first_name"): _(
		"The first name cannot be taken away: the request needs a person. Correct it, or leave it."
	),
	(Kind.NOT_TO_EMPTY, "phone"): _(
		"The phone cannot be taken away: the operator may need to call you. Write another one."
	),
	(Kind.MISSING_FIELDS, "consent"): _("Tick the consent: without it the request cannot be considered."),
	(Kind.MISSING_FIELDS, "text"): _("Tell us what is not done."),
	(Kind.MISSING_FIELDS, "comment"): _("Write what you want to add, or attach a file."),
	(Kind.APPEAL_TEXT_NEEDED,): _("Tell us in your own words."),
	(Kind.APPEAL_WHOM_NEEDED,): _("Choose whom it is about."),
	(Kind.APPEAL_FIELD_NEEDED, "kind"): _("Choose what it is: a complaint, a proposal or thanks."),
	(Kind.APPEAL_FIELD_NEEDED, "executor"): _("Write whom you mean: a name, a post, an enterprise."),
	(Kind.APPEAL_FIELD_NEEDED, "person"): _("Write whom you mean: a name, a post, an enterprise."),
	(Kind.UNKNOWN_CODE,): _("Choose what your request is about from the list."),
	(Kind.UNKNOWN_DISTRICT,): _("Choose the district from the list."),
	(Kind.UNKNOWN_STREET,): _(
		"There is no such street in our list. Check how it is written, or describe the place in words."
	),
	(Kind.SIMILAR_STREETS,): _("There is no such street in our list. Choose one of those below."),
	(Kind.SEVERAL_STREETS,): _("Several streets are called so. Choose yours below."),
}
"""Sentences beside a field of the citizen's form, by kind and fields: what to do there."""


def clause(template: str, values: Sequence[str]) -> str:
	"""Return the template with its values; the last placeholder takes all remaining ones."""
	places = len({field for _text, field, _spec, _how in Formatter().parse(template) if field})
	shown = [value or UNKNOWN for value in values]
	own, rest = shown[: max(places - 1, 0)], shown[max(places - 1, 0) :]
	separator = "; " if any("," in each for each in rest) else ", "
	listed = separator.join(rest[:MOST]) + (" …" if len(rest) > MOST else "")
	return template.format(*own, *([listed] if listed or rest else []), *[UNKNOWN] * places)


def worded(problem: Problem, translate: Translate, texts: Mapping[BaseKind, str] = TEXTS) -> str:
	"""Return the problem as a clause in the language of `translate`."""
	return clause(translate(texts[problem.kind]), _readable(problem, translate))


def _readable(problem: Problem, translate: Translate) -> tuple[str, ...]:
	"""Return the values translated and shortened for users."""
	values = problem.values
	if problem.kind is Kind.MISSING_FIELDS:
		return tuple(translate(FIELDS.get(name, name)) for name in values)
	if problem.kind is Kind.UNKNOWN_CHANNEL:
		values = (*values[:1], *map(translate, values[1:]))
	if problem.kind in WRITTEN and values and len(values[0]) > LONGEST:
		values = (values[0][:LONGEST] + "…", *values[1:])
	return values


def sentence(clause: str) -> str:
	"""Return a clause as a sentence."""
	return clause[:1].upper() + clause[1:] + ("" if clause.endswith((".", "…", "?")) else ".")
