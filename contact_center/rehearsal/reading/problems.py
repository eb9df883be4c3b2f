"""What can be wrong with the files and options of the rehearsal alone; `telling/problem_words.py` has the words."""

from __future__ import annotations

from enum import unique

from contact_center.regulation.problems import BaseKind


@unique
class RehearsalKind(BaseKind):
	"""The values of each kind are named behind it."""

	# A line of the journal or of the requests
	UNKNOWN_REQUEST = "Unknown Request"  # number
	UNKNOWN_KIND = "Unknown Kind"  # text
	STRANGER = "Stranger"  # executor
	TOO_EARLY = "Before Sent"  # executor
	BEFORE_RECEIVED = "Before Received"  # moment
	NO_EXECUTOR_NAMED = "No Executor Named"  # column
	NO_TERM_NAMED = "No Term Named"
	REPEATED_NUMBER = "Repeated Number"  # number, line
	NOT_IN_JOURNAL = "Not in Journal"

	# Files and folders
	CANNOT_OPEN = "Cannot Open"  # file, the system's reason
	CANNOT_WRITE = "Cannot Write"  # file
	OVERWRITES = "Overwrites"  # file
	NOT_EMPTY = "Not Empty"  # folder
	NOTHING_GUESSED = "Nothing Guessed"  # file
	NO_POLICY = "No Policy"  # folder, names of the files …

	# A mapping
	NO_MAPPING = "No Mapping"  # names of the shipped ones …
	NOT_TOML = "Not TOML"  # line, character
	TOML_ENDS = "TOML Ends"
	UNKNOWN_ENCODING = "Unknown Encoding"  # name
	NOT_ENCODED = "Not Encoded"  # file, encoding
	UNKNOWN_KEYS = "Unknown Keys"  # keys …
	UNKNOWN_FORMAT = "Unknown Format"  # format
	NOT_A_TIME_OF_DAY = "Not a Time of Day"  # key, text
	TAKEN_TWICE = "Taken Twice"  # column
	NOT_A_TEXT = "Not a Text"  # key
	NOT_TEXTS = "Not Texts"  # key
	NOT_TRUE_OR_FALSE = "Not True or False"  # key
	NOT_A_TABLE = "Not a Table"  # key
	NOT_TABLES = "Not Tables"  # key
	MISSING_KEY = "Missing Key"  # key

	# Options
	NO_ARGUMENT = "No Argument"  # argument
	NO_SUCH_FILE = "No Such File"  # file
	NO_SUCH_FOLDER = "No Such Folder"  # folder
	FOLDER_NOT_FILE = "Folder, Not File"  # folder
	FILE_NOT_FOLDER = "File, Not Folder"  # file
	NO_ACCESS = "No Access"  # file or folder
	NO_DATE = "No Date"  # text
	NO_TIME_OF_DAY = "No Time of Day"  # text
	NO_NUMBER = "No Number"  # text
	OUT_OF_RANGE = "Out of Range"  # number, range
	NO_CHOICE = "No Choice"  # text, choices …
	UNKNOWN_OPTION = "Unknown Option"  # option
	MISSPELT_OPTION = "Misspelt Option"  # option, the one that is meant
	UNKNOWN_COMMAND = "Unknown Command"  # command
	MISSPELT_COMMAND = "Misspelt Command"  # command, the one that is meant
	NO_VALUE = "No Value"
	NEEDLESS_VALUE = "Needless Value"
	EXTRA_ARGUMENTS = "Extra Arguments"  # arguments …
	CHANGES_OF_WHAT = "Changes of What"
	SHARES_OF_WHAT = "Shares of What"
	UNKNOWN_ZONE = "Unknown Zone"  # name
	TOO_MANY_CALLS = "Too Many Calls"  # calls an hour, greatest number of operators
