"""What is wrong with a policy's files, in Ukrainian: `regulation` says it in English, for whoever runs it."""

from __future__ import annotations

import re

from contact_center.regulation.csv_rows import PolicyError

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
	(r"(\w+) has to be above zero", "{0}: має бути більше нуля"),
	(rf"(\w+) is there twice: {_SAID}", "{0}: «{1}» є двічі"),
	(rf"classifier names a group: {_SAID}", "classifier: «{0}» – група, а не питання"),
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
	(r"no building lies between (\d+) and (\d+)", "між {0} і {1} немає жодного будинку"),
]


def policy_fault(fault: PolicyError, language: str) -> str:
	"""`file:line: …` in a language; what has no Ukrainian words yet is said in English."""
	found = ((re.fullmatch(pattern, fault.message), words) for pattern, words in _WORDS)
	said = next((words.format(*match.groups("")) for match, words in found if match), fault.message)
	return f"{fault.file}:{fault.line}: {said if language == 'uk' else fault.message}"
