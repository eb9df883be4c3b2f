"""Whether a text of the office points at who filed a request: shown to strangers who have joined it (D1)."""

import pytest

from contact_center.reading.name_forms import is_form
from contact_center.reading.named_people import Person, points_at

OKSANA = Person(
	surname="Заявниченко",
	first_name="Оксана",
	patronymic="Петрівна",
	phones=("+380671110001", "+380564401520"),
	email="oksana.z@example.com",
	building="12",
	flat="7",
)
POINTING = [
	"Пані Оксані все пояснено",
	"оксаною підтверджено",
	"Дзвонили Оксано Петрівно, дякуємо",
	"Зі слів Оксани П. роботи виконано",
	"О. П. відсутня вдома",
	"О.П. відсутня",
	"О.Заявниченко не відчинила",
	"З. О. відмовилася",
	"Громадянка З-ко відмовилась від послуги",
	"гр. З-ко О.",
	"Заяв. О. П. відсутня",
	"ЗАЯВНИЧЕНКО ВІДСУТНЯ",
	"Заявниченковій переказано",
	"Зaявничeнко не впустила",  # with Latin letters
	"Zayavnychenko refused",
	"pani Oksana",
	"Петрівні передзвонять",
	"Петрівною підписано акт",
	"тел. 067 111-00-01",
	"+38 (067) 111 00 01",
	"0671110001",
	"111-00-01 не відповідає",
	"056 440 15 20 зайнято",
	"440-15-20",
	"лист на oksana.z@example.com повернувся",
	"Oksana.Z@Example.com",
	"скринька oksana.z переповнена",
	"кв. 7 зачинена",
	"кв 7",
	"кв.№7",
	"квартира №7",
	"у квартирі 7 нікого",
	"у 7-й квартирі нікого",
	"7 кв. не відчинила",
	"буд. 12, 7 – зачинено",
	"вул. Миру, 12/7",
	"12-7",
	"помешкання 7",
	"апартаменти 7",
	"Оксанин стояк перекрито",
]
OTHER_NAMES = [
	("Кравець", "Кравцю передзвонили"),
	("Швець", "Шевця не було вдома"),
	("Сокіл", "Соколові відмовлено"),
	("Яків", "Якова попередили"),
	("Ольга", "Ользі пояснено"),
	("Ольга", "з Ольгою погоджено"),
	("Лев", "Лева не застали"),
	("Зоя", "Зої відмовлено"),
	("Заяць", "Зайця не застали"),
	("Орел", "Орла попереджено"),
	("Марія", "Марії Іванівні"),
	("Сергій", "Сергієм підписано"),
	("Білий", "Білому відмовлено"),
	("Чорна", "Чорної не було"),
	("Лебідь", "Лебедя попередили"),
	("Квітка-Основ’яненко", "Основяненка не було"),
	("Наталя", "Наталі пояснено"),
	("Микола", "Миколі пояснено"),
	("Бондар", "Бондаря попередили"),
	("Їжак", "Yizhak refused"),
]
INNOCENT = [
	"Роботи виконано за іншою заявкою",
	"Територія належить ОСББ, зверніться до правління",
	"Будинок 12 обслуговує інше підприємство",
	"Строк перенесено до 12.07.2026",
	"Зверніться за номером 1520",
	"У дворі прибрано, дерево спиляно",
	"Будинок 12, під’їзд 3: воду ввімкнено",
	"Квартирна плата не належить до повноважень",
	"Підвал осушено, заяву задоволено",
	"Заявка повторна",
	"Перевірено 7 будинків",
	"Тел. диспетчера 056 440 00 00",
	"Петиція не є заявкою",
	"О 12.30 воду вимкнули",
]
NOT_SEEN = [
	("Олександр", "Сашко не відчинив"),
	("Марія", "Маня не відчинила"),
	("Ян", "дружина Яника"),
	("Кіт", "Котову відмовлено через описку"),
]
"""Pet names, and names with more than an ending: no rule of declension knows them."""


@pytest.mark.parametrize("text", POINTING)
def test_it_points_at_the_applicant(text):
	assert points_at(text, OKSANA)


@pytest.mark.parametrize(("name", "text"), OTHER_NAMES)
def test_a_name_is_known_in_any_form(name, text):
	assert points_at(text, Person(surname=name))
	assert points_at(text, Person(first_name=name))


@pytest.mark.parametrize("text", INNOCENT)
def test_what_concerns_everybody_is_shown(text):
	assert not points_at(text, OKSANA)


def test_nothing_points_at_nobody():
	for text in (*POINTING, *INNOCENT):
		assert not points_at(text, Person())


def test_a_short_name_is_no_part_of_a_word():
	assert not is_form("левада", "Лев") and not is_form("зона", "Зоя") and not is_form("янтар", "Ян")


def test_what_is_missed_is_known():
	missed = [text for name, text in NOT_SEEN if not points_at(text, Person(first_name=name))]
	assert missed == [text for _name, text in NOT_SEEN]
	assert len(POINTING) + len(OTHER_NAMES) >= 60
