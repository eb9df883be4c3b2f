"""People are addressed by name as one speaks (`words/vocative.py`)."""

import pytest

from contact_center.words.vocative import called


@pytest.mark.parametrize(
	("name", "address"),
	[
		("Оксана Петрівна", "Оксано Петрівно"),
		("Марія Ігорівна", "Маріє Ігорівно"),
		("Леся Юріївна", "Лесю Юріївно"),
		("Іван Петрович", "Іване Петровичу"),
		("Петро Андрійович", "Петре Андрійовичу"),
		("Сергій Ілліч", "Сергію Іллічу"),
		("Ігор Львович", "Ігоре Львовичу"),
		("Василь", "Василю"),
		("Олег", "Олеже"),
		("Дар’я", "Дар’є"),
	],
)
def test_a_name_is_called_as_one_speaks(name, address):
	assert called(*name.split()) == address


@pytest.mark.parametrize(
	("first_name", "patronymic", "address"),
	[
		("John", "", "John"),
		("Ніколь", "", "Ніколь"),
		("Кармен", "Іванівна", "Кармен Іванівно"),
		("ОКСАНА", "", "ОКСАНА"),
		("О.", "", "О."),
		("", "", ""),
		("Анна Марія Луїза", "", "Анна Марія Луїза"),
	],
)
def test_a_name_that_follows_no_rule_stays_as_it_is(first_name, patronymic, address):
	assert called(first_name, patronymic) == address
