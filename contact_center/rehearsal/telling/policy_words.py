"""What is wrong with a policy's files, in Ukrainian: `regulation` says it in English, for whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from contact_center.reading.csv_rows import PolicyError
from contact_center.reading.policy_files import MOST_FAULTS
from contact_center.rehearsal.telling.texts import Speech

_SAID = r"'(.*)'"
_WORDS = [
	(r"(\w+) is empty", "{0}: порожньо"),
	(r"(\w+) is not a number(?:: '')?", "{0}: має бути число"),
	(rf"(\w+) is not a number: {_SAID}", "{0}: «{1}» не є числом"),
	(r"(\w+) is neither 1 nor 0: ''", "{0}: має бути 1 або 0"),
	(rf"(\w+) is neither 1 nor 0: {_SAID}", "{0}: має бути 1 або 0, а не «{1}»"),
	(rf"(\w+) names an unknown request type: {_SAID}", "{0}: немає типу заявки «{1}»"),
	(rf"(\w+) names an unknown executor: {_SAID}", "{0}: немає виконавця «{1}»"),
	(rf"(\w+) names an unknown district: {_SAID}", "{0}: немає району «{1}»"),
	(rf"(\w+) names an unknown classifier entry: {_SAID}", "{0}: немає питання класифікатора «{1}»"),
	(r"(\w+) is not a date \(YYYY-MM-DD\)", "{0}: не є датою (РРРР-ММ-ДД)"),
	(r"(\w+) is not a time \(HH:MM\)", "{0}: не є часом (ГГ:ХХ)"),
	(rf"(\w+) is not one of (.*): {_SAID}", "{0}: «{2}» не підходить; можна: {1}"),
	(rf"(\w+) is not like (\S+): {_SAID}", "{0}: «{2}»; має бути, як-от {1}"),
	(rf"(\w+) is below zero: {_SAID}", "{0}: «{1}» – не може бути менше нуля"),
	(rf"(\w+) is above (\d+): {_SAID}", "{0}: «{2}» – забагато, можна не більше {1}"),
	(r"(\w+) has to be above zero", "{0}: має бути більше нуля"),
	(rf"(\w+) is there twice: {_SAID}", "{0}: «{1}» є двічі"),
	(rf"classifier names a group: {_SAID}", "classifier: «{0}» – група, а не питання"),
	(rf"executor is a group: {_SAID}", "executor: «{0}» – група, а не виконавець"),
	(rf"parent is not a group: {_SAID}", "parent: «{0}» – не група"),
	(rf"parent leads back to itself: {_SAID}", "parent: «{0}» веде до себе самого"),
	(r"columns are missing: (.*)", "немає стовпців: {0}"),
	(r"columns are unknown or repeated: (.*)", "невідомі або повторені стовпці: {0}"),
	(r"(\d+) cells under (\d+) columns", "клітинок {0}, а стовпців {1}"),
	(r"not UTF-8", "текст не в кодуванні UTF-8"),
	(r"no such file", "немає такого файла"),
	(r"no weekday has working hours", "жоден день тижня не має робочих годин"),
	(
		r"(\S+): closes at (\S+) before it opens at (\S+)",
		"{0}: зачиняється о {1}, раніше, ніж відчиняється о {2}",
	),
	(r"(\S+): opening hours overlap at (\S+)", "{0}: робочі години накладаються о {1}"),
	(r"a term needs a positive amount: (-?\d+) (.+)", "строк має бути більший за нуль, а не {0} ({1})"),
	(
		r"an alert cannot count in (.+)",
		"попередження не можна рахувати в {0}; можна: Minutes, Hours, Calendar Days",
	),
	(
		r"an alert needs an amount of zero or more: (-?\d+)",
		"попередження: має бути нуль або більше, а не {0}",
	),
	(r"the term is too long: (\d+) (.+)", "строк задовгий: {0} ({1})"),
	(r"unexpected end of data", "лапки не закрито"),
	(r"'(.)' expected after '\"'", "після закритих лапок має стояти «{0}»"),
	(r"no working day within a year of (\S+)", "за рік від {0} немає жодного робочого дня"),
	(r"nothing opens within a year of (\S+)", "за рік від {0} ніщо не відчиняється"),
	(r"the calendar has no working hours", "календар не має робочих годин"),
	(r"no building lies between (\d+) and (\d+)", "між {0} і {1} немає жодного будинку"),
]


_NEEDED = {"executors.csv": "executor", "classifier.csv": "classifier entry"}
"""Files without which a folder is but a change of another policy, with what their rows are."""


def told_faults(faults: Sequence[PolicyError], dirs: Sequence[Path], speech: Speech) -> list[str]:
	"""Faults of the policy in `dirs` as they are said: those that follow from a whole file missing as one."""
	missing = [_NEEDED[name] for name in _missing(dirs)]
	own = [
		fault for fault in faults if not any(f"names an unknown {what}:" in fault.message for what in missing)
	]
	told = [policy_fault(fault, speech.language) for fault in own]
	if own and len(faults) == MOST_FAULTS:
		told.append(speech("check_more", len(own)))
	return told if len(own) == len(faults) else [*overlay(dirs, speech), *told]


def overlay(dirs: Sequence[Path], speech: Speech) -> list[str]:
	"""A line that says so where the folders are but changes of another policy."""
	missing = _missing(dirs)
	return [speech("check_overlay", dirs[-1], ", ".join(missing))] if missing else []


def _missing(dirs: Sequence[Path]) -> list[str]:
	return [name for name in _NEEDED if not any((folder / name).is_file() for folder in dirs)]


def policy_fault(fault: PolicyError, language: str) -> str:
	"""`file:line: …` in a language; what has no Ukrainian words yet is said in English."""
	return f"{fault.file}:{fault.line}: {rule_words(fault.message, language)}"


def rule_words(message: str, language: str) -> str:
	"""What the rules say is wrong, in a language."""
	return in_words(message, _WORDS, language)


def in_words(message: str, known: Sequence[tuple[str, str]], language: str) -> str:
	"""An English message in a language: by the first of the `known` (pattern, Ukrainian words) that fits, else as it is."""
	found = ((re.fullmatch(pattern, message), words) for pattern, words in known)
	said = next((words.format(*match.groups("")) for match, words in found if match), message)
	return said if language == "uk" else message
