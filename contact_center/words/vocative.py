"""How a person is addressed in Ukrainian: «Оксана Петрівна» is called «Оксано Петрівно».

Only what follows a rule is changed: a name of another language, or one that might be of either sex, stays as it is.
"""

import re

_IRREGULAR = {
	"ігор": "ігоре",
	"лев": "леве",
	"ілля": "ілле",
	"микола": "миколо",
	"микита": "микито",
	"яків": "якове",
	"любов": "любове",
	"олег": "олеже",
	"василь": "василю",
}
_PATRONYMIC = (("івна", "івно"), ("ївна", "ївно"), ("ович", "овичу"), ("йович", "йовичу"), ("іч", "ічу"))
_LETTERS = re.compile("[А-ЯІЇЄҐа-яіїєґ'’ʼ]+")


def called(first_name: str, patronymic: str = "") -> str:
	"""Return first name and patronymic in the vocative; a name of several words, or in Latin letters, as it is."""
	first_name, patronymic = first_name.strip(), patronymic.strip()
	is_known = first_name[-1:].lower() in "аяйо" or _is_mans(first_name, patronymic)
	parts = (_name(first_name) if is_known else first_name, _patronymic(patronymic))
	return " ".join(part for part in parts if part)


def _is_mans(first_name: str, patronymic: str) -> bool:
	"""Check whether a name without a woman's ending is a man's, or has a form of its own in the list."""
	if patronymic:
		return not patronymic.lower().endswith("вна") or first_name.lower() in _IRREGULAR
	return not first_name.lower().endswith("ь") or first_name.lower() in _IRREGULAR


def _patronymic(text: str) -> str:
	for ending, vocative in _PATRONYMIC:
		if text.lower().endswith(ending):
			return text[: -len(ending)] + vocative
	return text


def _name(text: str) -> str:
	lower = text.lower()
	if not _LETTERS.fullmatch(text) or len(text) < 3 or text.isupper():
		return text
	if lower in _IRREGULAR:
		return text[:1] + _IRREGULAR[lower][1:]
	return text[: len(text) - _cut(lower)] + _ending(lower)


def _cut(name: str) -> int:
	return 1 if name[-1] in "аяоьй" else 0


def _ending(name: str) -> str:
	"""Return what takes the place of the last letter, or follows a consonant."""
	before, last = name[-2], name[-1]
	if last == "а":
		return "о"
	if last == "я":
		return "є" if before in "іїаеєоуь'’ʼ" else "ю"
	if last == "о":
		return "е"
	if last in "йь":
		return "ю"
	return "е" if last in "бвгґджзклмнпрстфхцчшщ" else ""
