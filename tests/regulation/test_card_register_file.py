"""The municipal card register as a CSV file: people by card and by phone (R5.6)."""

import pytest

from contact_center.reading.card_register import read_people
from contact_center.reading.csv_rows import PolicyError

HEADER = "card_number,surname,first_name,patronymic,phone,email,street,building,flat\n"
GANNA = "0012 345-6,Ковальчук,Ганна,Петрівна,(067) 111-22-33,,просп. Миру,12,4\n"


@pytest.fixture
def people(tmp_path):
	def read(text: str):
		file = tmp_path / "register.csv"
		file.write_text(text, encoding="utf-8")
		return read_people(file)

	return read


@pytest.mark.parametrize("number", ["00123456", "0012 3456", "0012-345-6"])
def test_a_card_is_found_however_its_number_is_written(people, number):
	found = people(HEADER + GANNA).find(card_number=number)
	assert (found.surname, found.phone, found.card_number) == ("Ковальчук", "+380671112233", "00123456")


def test_somebody_is_found_by_the_phone(people):
	assert people(HEADER + GANNA).find(phone="+380671112233").first_name == "Ганна"
	assert people(HEADER + GANNA).find(phone="+380671112234") is None


def test_a_phone_of_several_people_names_nobody(people):
	other = GANNA.replace("0012 345-6", "77").replace("Ганна", "Петро")
	found = people(HEADER + GANNA + other + other.replace("77", "78"))
	assert found.find(phone="+380671112233") is None and found.find(card_number="77").first_name == "Петро"


def test_a_number_given_twice_names_nobody(people):
	assert people(HEADER + GANNA + GANNA).find(card_number="00123456") is None


def test_a_phone_that_is_none_is_left_out(people):
	assert (
		people(HEADER + GANNA.replace("(067) 111-22-33", "сусідка")).find(card_number="00123456").phone == ""
	)


def test_columns_that_are_not_needed_may_be_missing(people):
	found = people("card_number;surname;first_name\n5;Ковальчук;Ганна\n;Без;Картки\n")
	assert found.find(card_number="5").street == "" and len(found.rows) == 1


@pytest.mark.parametrize("text", ["", "name\nx\n", HEADER + "1,2\n"])
def test_a_file_that_is_no_register_is_refused(people, text):
	with pytest.raises(PolicyError):
		people(text)
