"""What people write at an act: plain text, whole or refused; words that are cut off silently are words lost."""

from contact_center.framework.plain_text import without_markup
from contact_center.regulation.lengths import too_long
from contact_center.words import problems


def within(text: str | None, most: int) -> str:
	"""Return the text without white space at its ends and without markup. ValidationError for more than `most` characters."""
	text = (text or "").strip()
	if problem := too_long(text, most):
		problems.refuse(problem)
	return without_markup(text)
