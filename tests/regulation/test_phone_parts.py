"""A part of a number finds it by its beginning or its end; a text of other phones gives its numbers (R5.2)."""

import pytest

from contact_center.reading.phone_parts import (
	LONGEST,
	beginnings,
	digits_of,
	part_of,
	parts_of,
	phones_in,
	whole_phone,
)

pytestmark = pytest.mark.regulation


@pytest.mark.parametrize(
	("phone", "digits"),
	[
		("+380671234567", "0671234567"),
		("+48221234567", "48221234567"),
		("тел. 440-15-20", "4401520"),
		("", ""),
		("9" * 40, "9" * LONGEST),
	],
)
def test_digits_as_people_dial_them(phone, digits):
	assert digits_of(phone) == digits


@pytest.mark.parametrize(
	("text", "part"),
	[
		("067 12", "06712"),
		("+380 67 12", "06712"),
		("380 67 12", "06712"),
		("00380 67 12", "06712"),
		("8 (067) 12", "06712"),
		("67 12", "6712"),
		("45-67", "4567"),
		("80", "80"),
		("+48 22", "4822"),
		("067–12", "06712"),
		("Іванов", ""),
		("067 доб. 1", ""),
		("٠٦٧١٢٣", ""),
		("", ""),
		("+", ""),
	],
)
def test_a_part_in_national_digits(text, part):
	assert part_of(text) == part


@pytest.mark.parametrize(
	("text", "parts"),
	[
		("067 12", ("06712",)),
		("80 671", ("80671",)),
		("8 067 12", ("06712", "806712")),
		("38 012", ("38012",)),
		("380 6712", ("06712", "3806712")),
		("+380 6712", ("06712",)),
		("00380 6712", ("06712",)),
		("67 12", ()),
		("Іванов", ()),
		("", ()),
		("1" * 40, ("1" * LONGEST,)),
	],
)
def test_what_digits_may_be_a_part_of(text, parts):
	"""R5.2: 80 and 380 stand in the middle of numbers too."""
	assert parts_of(text) == parts


def test_a_beginning_may_leave_out_the_zero():
	assert beginnings("6712") == ("6712", "06712")
	assert beginnings("06712") == ("06712",)


@pytest.mark.parametrize(
	("text", "numbers"),
	[
		("067 123-45-67, доб. 12; сусідка 0564401520", ("+380671234567", "+380564401520")),
		("0671234567/0501234567", ("+380671234567", "+380501234567")),
		("доб. 12", ()),
		("внутрішній 4401", ()),
		("0671234567 та 0671234567", ("+380671234567",)),
		("", ()),
		("1" * 5000, ()),
	],
)
def test_numbers_of_a_text(text, numbers):
	assert phones_in(text) == numbers


@pytest.mark.parametrize(
	("text", "phone"),
	[
		("8 (067) 123-45-67", "+380671234567"),
		("067 12", ""),
		(" ", ""),
		("067x", ""),
		("067 123-45-67, доб. 12", "+380671234567"),
	],
)
def test_a_whole_number_or_none(text, phone):
	assert whole_phone(text) == phone
