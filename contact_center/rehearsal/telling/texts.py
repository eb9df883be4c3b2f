"""What the command and its page say; `locale/uk.po` has the Ukrainian. What is wrong is worded in `problem_words.py`."""

from __future__ import annotations

from collections.abc import Sequence

from contact_center.regulation.problems import BaseKind, Problem
from contact_center.rehearsal.telling import problem_words
from contact_center.rehearsal.telling.catalogue import translator
from contact_center.words import problem_texts

LANGUAGES = ("uk", "en")
NOTHING = "–"

Text = tuple[str, str | None]
"""An English text and, where that alone does not tell what is meant, its context."""


def _(text: str, context: str | None = None) -> Text:
	"""Marks a text for the catalogue; it is translated when it is used."""
	return text, context


TEXTS: dict[str, Text] = {
	"title": _("Rehearsal of the regulation"),
	"replayed": _("by the journal of what really happened"),
	"simulated": _("without a journal, so the executors' work is simulated"),
	"period": _("{0} – {1}, as of {2}"),
	"no_period": _("No requests, as of {0}"),
	"policies": _("“Now” is {0}; “would be” is the same with the changes in {1}."),
	"policy_demo": _("the demo city's policy"),
	"policy_of": _("the policy in {0}"),
	"verdict_nothing": _("There is no request to look at: {0} lines read, {1} refused."),
	"verdict_unrouted": _("Requests with an executor: 0 of {6}."),
	"verdict": _(
		"Requests with an executor: {0} of {6}. Accepted late: {1} ({2}). Term broken: {3} ({4}). Letters due to the heads of executors: {5}."
	),
	"verdict_without_acceptance": _(
		"Requests with an executor: {0} of {6}. Term broken: {3} ({4}). Letters due to the heads of executors: {5}."
	),
	"untold_events": _("No line tells of these events: {0}. What follows from them is unknown: {1}."),
	"verdict_unjudged": _("Requests with an executor: {0} of {6}. Whether their terms were kept is unknown."),
	"not_known": _("unknown", context="rehearsal"),
	"acceptance_unknown": _(
		"The data do not tell when requests were accepted, so lateness of acceptance is not judged."
	),
	"verdict_short": _("In short"),
	"requests": _("Requests", context="rehearsal"),
	"routed": _("Requests with an executor"),
	"finished": _("Finished", context="rehearsal"),
	"accepted_late": _("Accepted late"),
	"accepted_late_share": _("Share accepted late"),
	"overdue": _("Term broken"),
	"overdue_share": _("Share broken"),
	"kept": _("Term not broken", context="rehearsal"),
	"returns": _("Returned for rework", context="rehearsal"),
	"reopened": _("Opened again after the closing"),
	"redirects": _("Redirected"),
	"supervisor_redirects": _("Redirected by a supervisor: the third time and later"),
	"holding": _("Who had requests how long"),
	"handed_on": _("Handed on"),
	"held": _("Usually had it, days"),
	"held_longest": _("The longest, days"),
	"first_broken": _("First term not kept"),
	"extensions": _("New terms agreed"),
	"terms_asked": _("New terms asked for"),
	"terms_other_day": _("New terms agreed to another day"),
	"terms_refused": _("New terms refused"),
	"terms_waiting": _("Requests for a new term without an answer"),
	"new_terms": _("New terms by executor"),
	"long_term": _("Stages of long-term work by executor"),
	"stages_agreed": _("Days agreed for a stage"),
	"stages_done": _("Stages done"),
	"stages_missed": _("Stages missed"),
	"inspections": _("Inspections called"),
	"inspections_asked": _("Inspections asked for"),
	"inspections_held": _("Inspections held"),
	"inspections_cancelled": _("Inspections called off"),
	"inspections_by_executor": _("Inspections by executor"),
	"grounds": _("What work was returned for"),
	"grounds_by_executor": _("What work was returned for, by executor"),
	"ground": _("Ground"),
	"no_ground": _("no ground named"),
	"callbacks": _("Call-backs", context="rehearsal"),
	"not_reached": _("Closed, applicant not reached", context="rehearsal"),
	"tasks": _("Tasks", context="rehearsal"),
	"open": _("Still open", context="rehearsal"),
	"letters": _("Letters to heads", context="rehearsal"),
	"unroutable": _("Without an executor", context="rehearsal"),
	"refused": _("Lines refused", context="rehearsal"),
	"lines": _("Lines read", context="rehearsal"),
	"journal_lines": _("Journal lines"),
	"journal_refused": _("Journal lines refused"),
	"executor": _("Executor"),
	"entry": _("Classifier entry", context="rehearsal"),
	"district": _("District"),
	"type": _("Type", context="rehearsal"),
	"day": _("Day"),
	"reason": _("Reason"),
	"line": _("Line", context="rehearsal"),
	"count": _("Count"),
	"total": _("All"),
	"unknown": _("not given", context="rehearsal"),
	"by_executor": _("By executor"),
	"by_classifier": _("By classifier entry"),
	"by_district": _("By district"),
	"by_type": _("By request type"),
	"by_day": _("Day by day"),
	"worst_days": _("Days on which most terms were broken"),
	"by_hour": _("When people turn to the centre"),
	"load": _("Load: tasks at work at the end of the day"),
	"load_short": _("Load of executors: tasks at work"),
	"at_end": _("At the end"),
	"peak": _("At most"),
	"peak_day": _("On"),
	"received": _("Received", context="rehearsal"),
	"closed": _("Closed", context="Request"),
	"broken": _("Terms broken (tasks)"),
	"no_route": _("Requests without an executor in the classifier"),
	"refused_sums": _("Why lines of the file of requests are refused"),
	"commonest": _("Most often"),
	"all_refused": _("Every line of the file is refused: there are no figures."),
	"refused_lines": _("Refused lines of the file of requests"),
	"refused_journal": _("Refused lines of the journal"),
	"refused_lines_against": _("Lines of the file of requests refused under the changed policy"),
	"and_more": _("… and {0} more"),
	"table": _("Table", context="rehearsal"),
	"table_as_is": _("Table (now)"),
	"table_would_be": _("Table (would be)"),
	"comparison": _("What would change"),
	"as_is": _("Now"),
	"would_be": _("Would be"),
	"difference": _("Difference"),
	"uneven": _(
		"With an executor there are {0} requests now and would be {1}, so the other figures cannot be compared directly: the fewer tasks, the fewer terms are broken."
	),
	"changed": _("Requests whose fate changes: {0}"),
	"changed_route": _("another executor"),
	"changed_type": _("another type"),
	"changed_accept_by": _("another term to accept"),
	"changed_due": _("another term"),
	"changed_accepted_late": _("accepted late or no longer"),
	"changed_overdue": _("term broken or no longer"),
	"change_route": _("executor"),
	"change_type": _("type"),
	"change_accept_by": _("term of acceptance"),
	"change_due": _("term"),
	"change_accepted_late": _("accepted late"),
	"change_overdue": _("term broken"),
	"named": _("The requests one by one"),
	"number": _("Request"),
	"what": _("What changes"),
	"no_executor_yet": _("no executor"),
	"yes": _("yes", context="rehearsal"),
	"no": _("no", context="rehearsal"),
	"no_term": _("no fixed term"),
	"written": _("The page is written: {0}"),
	"refused_written": _("All refused lines: {0}"),
	"fates_written": _("What became of every request: {0}"),
	"shares_written": _("How often what happened, for a simulation: {0}"),
	"what_again": _("What came in", context="rehearsal"),
	"again": _("Repeats and bursts"),
	"repeats": _("Repeat another one at the same address"),
	"bursts": _("Came in bursts"),
	"of_which": _("of {0}"),
	"again_text": _(
		"A request repeats another one where the same entry came in at the same street and building within {0} days before; those without an address are left out. A burst is a day with at least {1} requests of one entry and more than {2} times those of its usual (median) day: they mostly have one cause."
	),
	"greatest_bursts": _("The greatest bursts"),
	"usual": _("On a usual day"),
	"share": _("Share", context="rehearsal"),
	"changes_written": _("All requests whose fate changes: {0}"),
	"method": _("How this is worked out"),
	"method_text": _(
		"Routes, terms, lateness and stages are decided by the very rules the contact centre runs on. A term is kept up to its own second. A letter is due to the head of an executor for each day on which at least one of its terms was broken. A request may have several tasks: by executor and by day lateness is counted in tasks, in the totals and by classifier entry, district and type in requests, so these sums differ. “When people turn to the centre” also has the requests without an executor."
	),
	"method_simulated": _(
		"Acceptance and work are simulated: crews, working hours, queues by urgency, log-normal durations, seed {0}. Assumptions: simulation_types.csv, simulation_executors.csv, simulation_shares.csv."
	),
	"reading": _("Reading {0}"),
	"deciding": _("Applying the regulation"),
	"counting": _("Counting"),
	"ignored": _("Columns that are not used: {0}"),
	"ignored_journal": _("Columns of the journal that are not used: {0}"),
	"absent": _(
		"Columns that --mapping describes are missing, so what they would tell of the work is not seen: {0}"
	),
	"untold": _(
		"The file does not say when requests were done or closed, so the executors' work is simulated."
	),
	"unread_files": _("Files of the policy that nobody reads: {0}"),
	"timeless": _("Dates without a time get {1}: lines {0}"),
	"after_until": _("Requests that came in later and are not counted: {0}"),
	"took": _("Took {0} s"),
	"hour": _("Hour", context="rehearsal"),
	"forecast": _("Calls to expect and operators to have"),
	"forecast_service": _(
		"{0} of calls are to be answered within {1} s; a call takes {2} s; calls for one request: {3}"
	),
	"forecast_basis": _("From history: {0} days, {1} requests"),
	"forecast_for": _(
		"The forecast is for the week from {0}. Recent weeks weigh most; the weekday and growth or decline count."
	),
	"forecast_for_season": _(
		"The forecast is for the week from {0}. Recent weeks weigh most; the weekday, growth or decline and the season count."
	),
	"forecast_accepted": _(
		"Lines of the file: {0}; the rehearsal accepts {1} of them. Counted here although it refuses them, as somebody called: {2} ({3})"
	),
	"forecast_gaps": _("Days in a row without any data, taken for gaps and not counted: {0}"),
	"forecast_unfinished": _("The file ends within {0}, so this day is not counted."),
	"forecast_untimed_lines": _(
		"Requests with a date but no time: {0}. They are spread over the hours in which the others came."
	),
	"forecast_untimed_calendar": _(
		"Requests with a date but no time: {0}. They are spread over the opening hours of the working calendar: the hours are an assumption."
	),
	"forecast_busy": _("Operators on the line on a busy day (nine days of ten have no more calls)"),
	"forecast_ahead": _("The next four weeks: calls a day (in brackets: on a busy day)"),
	"forecast_week_from": _("Week from"),
	"forecast_special": _("* a special date of the working calendar"),
	"back_test": _("How far this forecast would have been out"),
	"back_test_basis": _(
		"The forecast was made again for each week from {0} to {1} without what came later, and compared with what came."
	),
	"back_test_short": _(
		"History is too short to try the forecast on the past: twelve weeks at least are needed."
	),
	"back_test_better": _(
		"{0} days ahead the errors of this forecast add up to {1} of all requests, those of “last week again” to {2}: the forecast is better."
	),
	"back_test_worse": _(
		"{0} days ahead the errors of this forecast add up to {1} of all requests, those of “last week again” to {2}: last week again is no worse."
	),
	"back_test_storms": _(
		"Storms among these days: {0}; no forecast knows them before. Without them the errors add up to {1}, those of “last week again” to {2}."
	),
	"back_test_hours": _(
		"Hour by hour, a week ahead, the errors add up to {0} of all requests, those of “last week again” to {1}."
	),
	"back_test_covered": _(
		"Days with no more requests than a busy day, {0} days ahead: {1} (nine of ten are meant)."
	),
	"back_test_errors": _("Errors, {0} days ahead"),
	"back_test_bias": _("too much (+) or too little (−)"),
	"back_test_table": _("Errors of each day, as a share of all requests"),
	"back_test_way": _("Way of forecasting"),
	"way_forecast": _("This forecast"),
	"way_last_week": _("Last week again"),
	"way_mean": _("Mean of all history"),
	"forecast_short": _(
		"Beware: the history is short ({0} days). A forecast to rely on needs four weeks at least."
	),
	"forecast_alike": _(
		"History has no such days: {0}. They get the mean of the other working days, or of the other day of the weekend."
	),
	"forecast_unknown": _("n/a – no data: history has neither such days nor any like them: {0}."),
	"no_data": _("n/a"),
	"forecast_storm_rule": _(
		"A storm is a day with more than twice the requests of a usual day (the median of the weeks around it), and more than five usual deviations above it. Where such days go on, they are the new usual. In the tables a storm is as great beside today's usual days as storms were beside theirs."
	),
	"forecast_none": _("There is no request to forecast from."),
	"forecast_channel": _("Requests by channel “{0}”: 0 of {1}; there are: {2}."),
	"Phone": _("Phone"),
	"Web": _("Web"),
	"E-mail": _("E-mail"),
	"In Person": _("In Person"),
	"forecast_refused": _("Lines not counted: {0} ({1})"),
	"forecast_calls": _("Calls an hour"),
	"forecast_operators": _("Operators on the line"),
	"forecast_storm": _("A storm day ({0} a year)"),
	"forecast_storms": _("Days unlike others"),
	"forecast_staff": _("With those away"),
	"busiest_hour": _("Busiest hour"),
	"calls": _("Calls", context="rehearsal"),
	"operators": _("Operators", context="rehearsal"),
	"draft_title": _("A draft of a policy"),
	"draft_what": _(
		"Made from {0}, lines: {1}. It shows what was done there, not what was to be done: nobody has checked it. Correct it before you rely on its figures."
	),
	"draft_counts": _("Classifier entries: {0}; executors: {1}; districts: {2}; streets: {3}; routes: {4}."),
	"draft_routes": _(
		"A route is the executor who had most requests of an entry; a district has its own where another one had {0} of at least {1} requests there."
	),
	"draft_terms": _(
		"A type is the shipped one with the shortest term within which {0} of the entry's requests were closed, or which the file itself gives; the column “hint” says how many days that were and of how many requests. Without closed requests it is “{1}”."
	),
	"draft_without_entry": _("Lines without an entry: {0}."),
	"draft_without_executor": _("Entries without an executor ({0}): {1}"),
	"draft_without_term": _("Entries without a closed request ({0}): {1}"),
	"draft_guessed": _("The columns were guessed, see mapping.toml; dates without a time get {0}."),
	"draft_next": _("Look at it: {0}"),
	"error": _("error"),
	"warning": _("warning"),
	"check_clean": _("Nothing to complain of."),
	"check_more": _("These are the first {0}; check again once they are mended"),
	"check_overlay": _(
		"{0}: there is no {1} here, so these are changes of another policy; check them over it: contact-center check BASE {0}"
	),
	"check_count": _("Errors: {0}, warnings: {1}"),
	"points": _("pp"),
	# Stages
	"Moderation": _("Moderation"),
	"Registered": _("Registered"),
	"In Progress": _("In Progress"),
	"Awaiting Confirmation": _("Awaiting Confirmation"),
	"Rework": _("Rework"),
	"Closed": _("Closed", context="Request"),
	"Rejected": _("Rejected"),
	"Cancelled": _("Cancelled"),
	"cure_columns": _("if they have other names, say so by --mapping FILE.toml (shipped: {0})"),
	"cure_encoding": _('or name the encoding in the file of --mapping: encoding = "cp1251"'),
}


class Speech:
	"""Texts in one language."""

	def __init__(self, language: str):
		self.language = language

	def __call__(self, key: str, *values: object) -> str:
		"""The text of `key` with its values; an unknown key is said as it is."""
		text, context = TEXTS.get(key, (key, None))
		return translator(self.language)(text, context).format(*values, *[""] * 3)

	def problem(self, kind: BaseKind | str, values: Sequence[object] = ()) -> str:
		"""What is wrong, by the kind or its code."""
		choices = problem_words.CHOICES.get(kind, ()) if len(values) == 1 else ()
		wrong = Problem(problem_words.KINDS[kind], (*map(str, values), *choices))
		return problem_texts.worded(wrong, translator(self.language), problem_words.TEXTS)

	def number(self, value: int | None) -> str:
		return NOTHING if value is None else f"{value:,}".replace(",", "\u00a0")

	def decimal(self, value: float, places: int | None = 1) -> str:
		"""With so many decimal places, or (None) with as many as there are."""
		text = f"{value:g}" if places is None else f"{value:.{places}f}"
		return text.replace(".", ",") if self.language == "uk" else text

	def share(self, value: float | None) -> str:
		return NOTHING if value is None else self.decimal(value * 100) + "\u00a0%"

	def points(self, value: float) -> str:
		"""A difference of two shares, in percentage points."""
		return self.share(value)[:-1] + self("points")

	def difference(self, now: float | None, then: float | None, share: bool = False) -> str:
		"""What `then` is more or less than `now`; two shares in percentage points; nothing where one is unknown."""
		if now is None or then is None:
			return NOTHING
		if now == then:
			return "0"
		size = abs(then - now)
		return ("+" if then > now else "−") + (self.points(size) if share else self.number(size))

	def day(self, iso: str | None) -> str:
		"""2026-11-22T… as 22.11.2026."""
		if not iso:
			return NOTHING
		return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if self.language == "uk" else iso[:10]

	def moment(self, iso: str | None) -> str:
		return f"{self.day(iso)} {iso[11:16]}" if iso else NOTHING
