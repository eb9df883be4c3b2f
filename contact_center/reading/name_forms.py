"""Whether a word is a form of a name: «Кравця» of «Кравець», «Ользі» of «Ольга», «Zayavnychenko» of «Заявниченко»."""

from __future__ import annotations

import re

from contact_center.reading.folding import fold

LONG_STEM = 4
LONGEST_ENDING = 4
"""Letters that declension puts behind a stem: «-ович» of a patronymic belongs to its stem."""
_ENDINGS = re.compile(
	"(?:а|я|о|е|і|ї|у|ю|и|й|ь|ій|ий|ам|ям|ом|ем|єм|ою|ею|єю|ові|еві|єві|ого|ього|ому|ьому|им|ім|їм|ої|ьої|ій|их|іх)?"
)
"""Of a short stem any other end makes another word: «Лева» is a form of «Лев», «левада» is none."""
_VOWELS = "аеєиіїоуюя"
_LAST = re.compile(r"(?:ий|ій|ая|яя|[аяоеіїйьи])$")
_SOFTENED = {"г": ("з", "ж"), "к": ("ц", "ч"), "х": ("с", "ш")}
_LATIN = {
	**dict(
		zip("абвгґдезиіїйклмнопрстуф", "a b v h g d e z y i i i k l m n o p r s t u f".split(), strict=True)
	),
	**{
		"є": "ie",
		"ж": "zh",
		"х": "kh",
		"ц": "ts",
		"ч": "ch",
		"ш": "sh",
		"щ": "shch",
		"ь": "",
		"ю": "iu",
		"я": "ia",
	},
}
_LATIN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_SEVERAL = re.compile(r"[\s-]+")


def is_form(word: str, name: str) -> bool:
	"""Return whether the folded word is a form of one of the parts of the name."""
	return any(_follows(word, stem) for part in parts(name) for stem in stems(part))


def parts(name: str | None) -> list[str]:
	"""Return the folded words of a name: both of «Квітка-Основ’яненко»."""
	return [part for part in _SEVERAL.split(fold(name or "")) if len(part) > 1]


def stems(part: str) -> frozenset[str]:
	"""Return what the forms of one folded word of a name begin with."""
	bare = _LAST.sub("", part)
	found = {part, bare, part[:-1] if part[-1] in "йьая" else part}
	found |= {stem[:-1] + other for stem in found for other in _SOFTENED.get(stem[-1:], ())}
	found |= {changed for stem in found for changed in _of_closed_syllable(stem)}
	found |= {fold(written) for written in _latin(part)}
	return frozenset(stem for stem in found if len(stem) > 1)


def _of_closed_syllable(stem: str) -> set[str]:
	"""Return stems whose last vowel changes or goes once an ending follows: «Сокол», «Яков», «Кравц», «Орл», «Зайц», «Шевц»."""
	match = re.fullmatch(rf"(.*)([еоіяї])([^{_VOWELS}]+)", stem)
	if not match:
		return set()
	head, vowel, end = match[1], match[2], match[3]
	if vowel == "і":
		return {f"{head}о{end}", f"{head}е{end}"}
	if vowel in "ео" and len(head) > 1:
		return {head + end, f"{head[:-1]}е{head[-1]}{end}"}
	return {f"{stem[: match.start(2)]}й{end}"} if vowel in "яї" else set()


def _follows(word: str, stem: str) -> bool:
	if not word.startswith(stem):
		return False
	end = word[len(stem) :]
	return len(end) <= LONGEST_ENDING if len(stem) >= LONG_STEM else bool(_ENDINGS.fullmatch(end))


def _latin(part: str) -> tuple[str, str]:
	"""Return the word in Latin letters: as passports have it, and as most people write it."""
	first = _LATIN_FIRST.get(part[:1], _LATIN.get(part[:1], part[:1]))
	rest = part[1:].replace("зг", "zgh")
	written = first + "".join(_LATIN.get(sign, sign) for sign in rest)
	return written, re.sub(r"i(?=[aeu])", "y", written)
