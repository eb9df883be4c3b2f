"""Phone numbers as people say and write them (R5.2)."""

import pytest

from contact_center.reading.phones import PhoneError, normal_phone


@pytest.mark.parametrize(
	"text",
	[
		"+380564401520",
		"(056) 440-15-20",
		"0564401520",
		"8 (056) 440-15-20",
		"80564401520",
		" 8-056-440-15-20",
	],
)
def test_one_number_has_one_form(text):
	assert normal_phone(text) == "+380564401520"


@pytest.mark.parametrize("text", ["", "12", "8", "абв", "8 440 15 20", "88005553535"])
def test_what_is_no_number_is_refused(text):
	with pytest.raises(PhoneError):
		normal_phone(text)
