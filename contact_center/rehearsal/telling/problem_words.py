"""The words of every problem that a rehearsal can meet: the site's own, and those of the rehearsal alone."""

from __future__ import annotations

from contact_center.reading.request_lines import CHANNELS
from contact_center.regulation.problems import BaseKind, ProblemKind
from contact_center.rehearsal.checking.kinds import CheckKind
from contact_center.rehearsal.reading.problems import RehearsalKind as Kind
from contact_center.words import problem_texts
from contact_center.words.problem_texts import _

TEXTS: dict[BaseKind, str] = {
	**problem_texts.TEXTS,
	Kind.UNKNOWN_REQUEST: _("there is no request “{0}”"),
	Kind.UNKNOWN_KIND: _("unknown kind of journal line “{0}”"),
	Kind.STRANGER: _("the request was never sent to “{0}”"),
	Kind.TOO_EARLY: _("dated before the request was sent to “{0}”"),
	Kind.BEFORE_RECEIVED: _("dated before the request came in: “{0}”"),
	Kind.NO_EXECUTOR_NAMED: _("sent to nobody: the column “{0}” is empty"),
	Kind.NO_TERM_NAMED: _("the term is extended, but not to when"),
	Kind.REPEATED_NUMBER: _("the number “{0}” is there already, in line {1}"),
	Kind.NOT_IN_JOURNAL: _("the journal says nothing of the request"),
	Kind.CANNOT_OPEN: _("{0}: cannot be opened ({1})"),
	Kind.CANNOT_WRITE: _("{0}: cannot be written"),
	Kind.OVERWRITES: _("{0}: this file is read; choose another one to write to"),
	Kind.NOT_EMPTY: _("{0}: there are files here already; choose another folder"),
	Kind.NOTHING_GUESSED: _("{0}: no column looks like a date or none like an entry; name them by --mapping"),
	Kind.NO_POLICY: _("{0}: there is no file of a policy here ({1})"),
	Kind.NO_MAPPING: _("there is no such file; shipped are: {0}"),
	Kind.NOT_TOML: _("cannot be read as TOML: line {0}, character {1}"),
	Kind.TOML_ENDS: _("cannot be read as TOML: the file ends too early"),
	Kind.UNKNOWN_ENCODING: _("unknown encoding “{0}”"),
	Kind.NOT_ENCODED: _("{0}: the text is not in the encoding “{1}”"),
	Kind.UNKNOWN_KEYS: _("unknown names: {0}"),
	Kind.UNKNOWN_FORMAT: _("unknown format of dates “{0}”"),
	Kind.NOT_A_TIME_OF_DAY: _("{0}: “{1}” is not a time of day; an example: 09:00"),
	Kind.TAKEN_TWICE: _("the column “{0}” is taken twice"),
	Kind.NOT_A_TEXT: _("{0}: has to be a text"),
	Kind.NOT_TEXTS: _("{0}: has to be a list of texts"),
	Kind.NOT_TRUE_OR_FALSE: _("{0}: has to be true or false"),
	Kind.NOT_A_TABLE: _("{0}: has to be a table"),
	Kind.NOT_TABLES: _("{0}: has to be a list of tables"),
	Kind.MISSING_KEY: _("{0}: is missing"),
	Kind.NO_ARGUMENT: _("the argument {0} is missing"),
	Kind.NO_SUCH_FILE: _("there is no such file: {0}"),
	Kind.NO_SUCH_FOLDER: _("there is no such folder: {0}"),
	Kind.FOLDER_NOT_FILE: _("{0} is a folder, not a file"),
	Kind.FILE_NOT_FOLDER: _("{0} is a file, not a folder"),
	Kind.NO_ACCESS: _("{0}: no access"),
	Kind.NO_DATE: _("“{0}” is not a date; an example: 2026-11-09 10:00"),
	Kind.NO_TIME_OF_DAY: _("“{0}” is not a time of day; an example: 09:00"),
	Kind.NO_NUMBER: _("“{0}” is not a number"),
	Kind.OUT_OF_RANGE: _("{0} is outside {1}"),
	Kind.NO_CHOICE: problem_texts.TEXTS[problem_texts.Kind.NOT_ONE_OF],
	Kind.UNKNOWN_OPTION: _("there is no option {0}"),
	Kind.MISSPELT_OPTION: _("there is no option {0}; a similar one: {1}"),
	Kind.UNKNOWN_COMMAND: _("there is no command {0}"),
	Kind.MISSPELT_COMMAND: _("there is no command {0}; a similar one: {1}"),
	Kind.NO_VALUE: _("needs a value"),
	Kind.NEEDLESS_VALUE: _("takes no value"),
	Kind.EXTRA_ARGUMENTS: _("this is too much: {0}"),
	Kind.CHANGES_OF_WHAT: _("--changes needs --against: nothing changes without another policy"),
	Kind.SHARES_OF_WHAT: _("--shares needs what really happened: a --journal, or events of the --mapping"),
	Kind.UNKNOWN_ZONE: _("there is no time zone “{0}”; an example: Europe/Kyiv"),
	Kind.TOO_MANY_CALLS: _("{0} calls an hour need more than {1} operators"),
	CheckKind.NO_CLASSIFIER: _("the classifier has no entry in use"),
	CheckKind.NO_EXECUTORS: _("there is no executor in use"),
	CheckKind.NO_DISTRICTS: _("there is no district"),
	CheckKind.UNREAD: _("nobody reads this file"),
	CheckKind.NO_EXECUTOR: _("“{0}” has no executor"),
	CheckKind.NO_EXECUTOR_IN: _("“{0}” has no executor in districts: {1}"),
	CheckKind.AMBIGUOUS_LEAD: _("“{0}” has not exactly one lead: {1}"),
	CheckKind.AMBIGUOUS_LEAD_IN: _("“{0}” has not exactly one lead ({1}) in districts: {2}"),
	CheckKind.UNKNOWN_EXECUTOR: _("“{0}”: there is no executor {1}"),
	CheckKind.INACTIVE_EXECUTOR: _("“{0}”: executor {1} is not active"),
	CheckKind.NO_REQUEST_TYPE: _("“{0}” has no request type"),
	CheckKind.MISSING_FIELDS: _("“{0}”: fields that cannot be filled: {1}"),
	CheckKind.DISTRICT_NEEDED: _("“{0}”: the executor depends on the district"),
	CheckKind.UNSERVED: _("nobody serves district {0}"),
	CheckKind.NO_STREETS: _("no street lies in district {0}"),
	CheckKind.UNREACHABLE: _("“{0}” cannot be reached: its group “{1}” is not in use"),
	CheckKind.EMPTY_GROUP: _("group “{0}” has no entry in use"),
	CheckKind.SAME_WORDS: _("the words “{0}” also belong to {1}: neither will be found by them"),
	CheckKind.DONE_BEFORE_ACCEPTED: _("type {0}: due before it has to be accepted"),
	CheckKind.SLOWER_ACCEPT: _("type {0} is more urgent than {1} but may be accepted later"),
	CheckKind.SLOWER_DONE: _("type {0} is more urgent than {1} but has a longer term"),
	CheckKind.SAME_URGENCY: _("type {0}: urgency {1} is taken twice"),
	CheckKind.UNUSED_TYPE: _("no entry has type {0}"),
	CheckKind.EARLY_WARNING: _("type {0}: the warning sounds before the term begins"),
	CheckKind.NOBODY_RESPONSIBLE: _("executor {0} has no responsible person"),
	CheckKind.NO_EMAIL: _(
		"executor {0} has no official e-mail address: messages and letters will not arrive"
	),
	CheckKind.BAD_EMAIL: _("executor {0}: “{1}” is not an e-mail address"),
	CheckKind.RESPONSIBLE_NO_EMAIL: _(
		"executor {0}: the responsible person has no e-mail address and cannot sign in"
	),
	CheckKind.CREWS_OF_NOBODY: _("there is no executor {0} to have these crews"),
	CheckKind.PACE_OF_NOTHING: _("there is no request type {0}"),
	CheckKind.NO_PACE: _("no line for type {0}: it gets the pace of any other type"),
	CheckKind.NO_HEAD: _("executor {0} has no head to write letters to"),
	CheckKind.IDLE: _("no route names executor {0}"),
	CheckKind.TWO_DISTRICTS: _("{0}: building {1} lies in two districts"),
}
CHOICES: dict[str, tuple[str, ...]] = {ProblemKind.UNKNOWN_CHANNEL: tuple(dict.fromkeys(CHANNELS.values()))}
"""What might have been written instead, of kinds whose refused lines keep nothing but what was written."""
KINDS: dict[str, BaseKind] = {str(kind): kind for kind in TEXTS}
"""Kinds by their codes."""
