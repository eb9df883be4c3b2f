"""Who may be one person that was written down twice, and who is not (R5.2)."""

import pytest

from contact_center.reading.likeness import Person, Reason, likeness, names_alike, strength

NAME, SPELLING, SLIP, SHORTER = Reason.NAME, Reason.SPELLING, Reason.SLIP, Reason.SHORTER
PHONE, EMAIL, RESIDENCE = Reason.PHONE, Reason.EMAIL, Reason.RESIDENCE


def named(full_name: str, **other) -> Person:
	return Person(*full_name.split(" "), **other)


ALIKE = [
	("Іваненко Олена Петрівна", "Іваненко Олена Петрівна", NAME),
	("ІВАНЕНКО олена Петрівна", "Іваненко Олена Петрівна", NAME),
	("Дем'яненко Марія", "Дем’яненко Марія", NAME),
	("Олена Іваненко", "Іваненко Олена", NAME),
	("Иваненко Елена Петровна", "Іваненко Олена Петрівна", SPELLING),
	("Соловьев Александр Николаевич", "Соловйов Олександр Миколайович", SPELLING),
	("Ковалёв Дмитрий Сергеевич", "Ковальов Дмитро Сергійович", SPELLING),
	("Вишневская Наталья Алексеевна", "Вишневська Наталія Олексіївна", SPELLING),
	("Олейник Анна Ивановна", "Олійник Ганна Іванівна", SPELLING),
	("Мельник Николай Васильевич", "Мельник Микола Васильович", SPELLING),
	("Бойко Павел Юрьевич", "Бойко Павло Юрійович", SPELLING),
	("Ткач Мария Анатольевна", "Ткач Марія Анатоліївна", SPELLING),
	("Ткач Андрей Игоревич", "Ткач Андрій Ігорович", SPELLING),
	("Коваленко Иван Григорьевич", "Коваленко Іван Григорович", SPELLING),
	("Іванненко Олена Петрівна", "Іваненко Олена Петрівна", SPELLING),
	("Іваненко Олнеа Петрівна", "Іваненко Олена Петрівна", SLIP),
	("Шевчнко Тарас", "Шевченко Тарас", SLIP),
	("Іваненко О. П.", "Іваненко Олена Петрівна", SHORTER),
	("Іваненко О.", "Іваненко Олена Петрівна", SHORTER),
	("Іваненко Е. П.", "Іваненко Олена Петрівна", SHORTER),
	("Іваненко", "Іваненко Олена Петрівна", SHORTER),
	("Іваненко Олена", "Іваненко Олена Петрівна", SHORTER),
	("Иваненко Е.", "Іваненко Олена", SHORTER),
]
UNLIKE = [
	("Іваненко Олена", "Іваненко Петро"),
	("Іваненко Олександр", "Іваненко Олександра"),
	("Іваненко Євген Іванович", "Іваненко Євгенія Іванівна"),
	("Іваненко Іван", "Іваненко Іванна"),
	("Іванов О.", "Іванова О."),
	("Іваненко Олена Петрівна", "Іваненко Олена Миколаївна"),
	("Іваненко П. О.", "Іваненко Олена Петрівна"),
	("Іваненко Іван Петрович", "Іваненко Іван Миколайович"),
	("Коваль Іван", "Коваленко Іван"),
	("Іваненкл Олнеа", "Іваненко Олена"),
	("Ткач Іван", "Ткач Олег"),
	("Мороз Марія", "Мороз Марина"),
]


@pytest.mark.parametrize(("one", "other", "how"), ALIKE)
def test_names_of_one_person(one, other, how):
	assert names_alike(named(one), named(other)) is how
	assert names_alike(named(other), named(one)) is how


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_of_two_people(one, other):
	assert names_alike(named(one), named(other)) is None
	assert names_alike(named(other), named(one)) is None


LIVES = {"street": "вул. Миру", "building": "5"}
A_PHONE = {"phones": frozenset({"0671112233"})}


@pytest.mark.parametrize(
	("one", "other", "reasons"),
	[
		(named("Іваненко Олена", **A_PHONE), named("Иваненко Елена", **A_PHONE), (PHONE, SPELLING)),
		(named("Іваненко Олена", **A_PHONE), named("Іваненко Петро", **A_PHONE), ()),
		(named("Іваненко Олена", email="o@x.ua"), named("Петренко", email=" O@X.ua"), (EMAIL,)),
		(named("Іваненко Олена", email=""), named("Іваненко Олена", email=""), ()),
		(named("Іваненко Олена", **LIVES), named("Іваненко Олена", **LIVES, flat="7"), (RESIDENCE, NAME)),
		(named("Іваненко Олена", **LIVES, flat="8"), named("Іваненко Олена", **LIVES, flat="7"), ()),
		(named("Іваненко О.", **LIVES), named("Іваненко Олена", **LIVES), ()),
		(named("Іваненко Олена", street="вул. Миру"), named("Іваненко Олена", street="вул. Миру"), ()),
		(
			named("Іваненко Олена", **A_PHONE, **LIVES, email="o@x.ua"),
			named("Іваненко Олена", **A_PHONE, **LIVES, email="o@x.ua"),
			(PHONE, EMAIL, RESIDENCE, NAME),
		),
		(
			named("Іваненко Олена", **A_PHONE, account="a"),
			named("Іваненко Олена", **A_PHONE, account="b"),
			(),
		),
		(named("Іваненко Олена", **A_PHONE, account="a"), named("Іваненко Олена", **A_PHONE), (PHONE, NAME)),
	],
)
def test_why_two_may_be_one(one, other, reasons):
	assert likeness(one, other) == likeness(other, one) == reasons


def test_the_likeliest_come_first():
	order = [
		(PHONE, EMAIL, NAME),
		(PHONE, NAME),
		(PHONE, SPELLING),
		(PHONE, SLIP),
		(PHONE, SHORTER),
		(EMAIL,),
	]
	assert sorted(order, key=strength, reverse=True) == order
