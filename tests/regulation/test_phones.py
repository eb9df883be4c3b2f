"""Phone numbers in the ways in which people write them (R5.2)."""

import time

import pytest

from contact_center.reading.phones import PhoneError, normal_phone, read_phone
from contact_center.regulation.problems import ProblemKind


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


@pytest.mark.parametrize("text", ["+380751234567", "075 123 45 67", "8 075 123-45-67"])
def test_a_number_of_the_newest_operator_is_one(text):
	"""The list of valid numbers is as old as the library that came with the framework."""
	assert normal_phone(text) == "+380751234567"


@pytest.mark.parametrize(
	("text", "behind"),
	[
		("067 123 45 67; 050 765 43 21", "050 765 43 21"),
		("0671234567, 0507654321", "0507654321"),
		("0671234567/0507654321", "0507654321"),
		("067 123 45 67 та 050 765 43 21", "050 765 43 21"),
		("0671234567 доб. 12", "доб. 12"),
		("(067) 123-45-67 (вн. 5)", "вн. 5"),
		("0671234567 ext 12", "ext 12"),
		("067 123-45-67;", ""),
	],
)
def test_what_is_written_behind_a_number_is_not_lost(text, behind):
	assert read_phone(text) == ("+380671234567", behind)
	if behind:
		with pytest.raises(PhoneError) as caught:
			normal_phone(text)
		assert caught.value.kind is ProblemKind.SEVERAL_PHONES


@pytest.mark.parametrize(
	"text",
	[
		*("067123456", "06712345678", "+380001234567", "+38067123456", "будинок 12, 0671234567"),
		*("0671234567 Оля", "0671234567 0507654321", "+38 067 123 45 67 89"),
	],
)
def test_a_slip_in_a_number_is_refused(text):
	with pytest.raises(PhoneError) as caught:
		normal_phone(text)
	assert caught.value.kind is ProblemKind.BAD_PHONE


@pytest.mark.parametrize("sign", [",", ";", "1,", " ", "/1", " та ", "("])
def test_a_text_without_end_is_refused_at_once(sign):
	"""Anybody may send one, and the server has others to serve meanwhile."""
	started = time.process_time()
	with pytest.raises(PhoneError):
		normal_phone("1" + sign * 50_000)
	assert time.process_time() - started < 2  # it was a minute and more
