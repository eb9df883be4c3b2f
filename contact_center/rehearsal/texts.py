"""What the command and its page say, in Ukrainian and English."""

from __future__ import annotations

from collections.abc import Sequence

LANGUAGES = ("uk", "en")

TEXTS: dict[str, tuple[str, str]] = {
	"title": ("Репетиція регламенту", "Rehearsal of the regulation"),
	"replayed": ("за журналом того, що сталося насправді", "by the journal of what really happened"),
	"simulated": (
		"журналу немає, тож роботу виконавців змодельовано",
		"without a journal, so the executors' work is simulated",
	),
	"period": ("{0} – {1}, стан на {2}", "{0} – {1}, as of {2}"),
	"verdict": (
		"Із {0} заявок виконавці прийняли із запізненням {1} ({2}), строк порушено у {3} ({4}). "
		"Керівникам виконавців належить надіслати листів: {5}.",
		"Of {0} requests {1} ({2}) were accepted late, the term of {3} ({4}) was broken. "
		"Letters due to the heads of executors: {5}.",
	),
	"verdict_short": ("Коротко", "In short"),
	"requests": ("Заявок", "Requests"),
	"finished": ("Завершено", "Finished"),
	"accepted_late": ("Прийнято із запізненням", "Accepted late"),
	"accepted_late_share": ("Частка пізно прийнятих", "Share accepted late"),
	"overdue": ("Строк порушено", "Term broken"),
	"overdue_share": ("Частка порушених", "Share broken"),
	"kept": ("У строк", "In time"),
	"returns": ("Повернено на доопрацювання", "Returned for rework"),
	"redirects": ("Перенаправлено", "Redirected"),
	"callbacks": ("Контрольних дзвінків", "Call-backs"),
	"tasks": ("Доручень", "Tasks"),
	"open": ("Ще в роботі", "Still open"),
	"letters": ("Листів керівникам", "Letters to heads"),
	"unroutable": ("Не знайшли виконавця", "Without an executor"),
	"refused": ("Рядків відхилено", "Lines refused"),
	"lines": ("Рядків прочитано", "Lines read"),
	"journal_lines": ("Рядків журналу", "Journal lines"),
	"journal_refused": ("Рядків журналу відхилено", "Journal lines refused"),
	"executor": ("Виконавець", "Executor"),
	"matter": ("Питання", "Matter"),
	"district": ("Район", "District"),
	"type": ("Тип", "Type"),
	"day": ("День", "Day"),
	"reason": ("Причина", "Reason"),
	"line": ("Рядок", "Line"),
	"count": ("Кількість", "Count"),
	"total": ("Усі", "All"),
	"unknown": ("не вказано", "not given"),
	"by_executor": ("За виконавцями", "By executor"),
	"by_classifier": ("За питаннями класифікатора", "By classifier entry"),
	"by_district": ("За районами", "By district"),
	"by_type": ("За типами заявок", "By request type"),
	"by_day": ("День за днем", "Day by day"),
	"by_hour": ("Коли звертаються", "When people turn to the centre"),
	"load": ("Навантаження: доручень у роботі на кінець дня", "Load: tasks at work at the end of the day"),
	"received": ("Надійшло", "Received"),
	"closed": ("Закрито", "Closed"),
	"broken": ("Порушено строк", "Terms broken"),
	"no_route": (
		"Заявки, для яких класифікатор не дає виконавця",
		"Requests without an executor in the classifier",
	),
	"refused_lines": ("Відхилені рядки файла заявок", "Refused lines of the file of requests"),
	"refused_journal": ("Відхилені рядки журналу", "Refused lines of the journal"),
	"and_more": ("… і ще {0}", "… and {0} more"),
	"table": ("Таблиця", "Table"),
	"comparison": ("Що зміниться", "What would change"),
	"as_is": ("Зараз", "Now"),
	"would_be": ("Стане", "Would be"),
	"difference": ("Різниця", "Difference"),
	"changed": ("Заявок з іншою долею: {0}", "Requests whose fate changes: {0}"),
	"changed_route": ("інший виконавець", "another executor"),
	"changed_type": ("інший тип", "another type"),
	"changed_due": ("інший строк", "another term"),
	"changed_accepted_late": ("інша ознака пізнього прийняття", "accepted late or no longer"),
	"changed_overdue": ("інша ознака порушення строку", "term broken or no longer"),
	"named": ("Заявки поіменно", "The requests one by one"),
	"number": ("Заявка", "Request"),
	"what": ("Що зміниться", "What changes"),
	"no_executor_yet": ("без виконавця", "no executor"),
	"yes": ("так", "yes"),
	"no": ("ні", "no"),
	"no_term": ("без строку", "no fixed term"),
	"written": ("Сторінку записано: {0}", "The page is written: {0}"),
	"refused_written": ("Усі відхилені рядки: {0}", "All refused lines: {0}"),
	"method": ("Як це пораховано", "How this is worked out"),
	"method_text": (
		"Маршрути, строки, запізнення і стадії визначають ті самі правила, за якими працює контакт-центр. "
		"Строк вважається дотриманим, якщо роботу подано не пізніше секунди строку. "
		"Лист належить керівникові виконавця за кожен день, у який порушено хоча б один його строк.",
		"Routes, terms, lateness and stages are decided by the very rules the contact centre runs on. "
		"A term is kept up to its own second. "
		"A letter is due to the head of an executor for each day on which at least one of its terms was broken.",
	),
	"method_simulated": (
		"Час прийняття й виконання змодельовано: бригади, робочі години, черга за терміновістю, "
		"тривалості з логнормального розподілу, зерно {0}. Припущення: simulation_types.csv, simulation_executors.csv.",
		"Acceptance and work are simulated: crews, working hours, queues by urgency, "
		"log-normal durations, seed {0}. Assumptions: simulation_types.csv, simulation_executors.csv.",
	),
	"reading": ("Читаю {0}", "Reading {0}"),
	"deciding": ("Застосовую регламент", "Applying the regulation"),
	"counting": ("Рахую", "Counting"),
	"weekdays": ("пн вт ср чт пт сб нд", "Mon Tue Wed Thu Fri Sat Sun"),
	"ignored": ("Стовпці, що не використано: {0}", "Columns that are not used: {0}"),
	"took": ("Тривало {0} с", "Took {0} s"),
	"hour": ("Година", "Hour"),
	# Fields that a classifier entry may require
	"field_district": ("район", "district"),
	"field_street": ("вулиця", "street"),
	"field_building": ("будинок", "building"),
	"field_flat": ("квартира", "flat"),
	"field_description": ("опис", "description"),
	"field_phone": ("телефон", "phone"),
	"field_photo": ("фото", "photo"),
	"forecast": ("Прогноз дзвінків і операторів", "Calls to expect and operators to have"),
	"forecast_service": (
		"{0} дзвінків мають дістати відповідь за {1} с; розмова триває {2} с; на одну заявку припадає дзвінків: {3}",
		"{0} of calls are to be answered within {1} s; a call takes {2} s; calls for one request: {3}",
	),
	"forecast_basis": ("За історією: днів {0}, заявок {1}", "From history: {0} days, {1} requests"),
	"forecast_none": ("Немає жодної заявки, за якою прогнозувати.", "There is no request to forecast from."),
	"forecast_calls": ("Дзвінків за годину", "Calls an hour"),
	"forecast_operators": ("Операторів на лінії", "Operators on the line"),
	"forecast_storm": ("Штормовий день (за рік їх {0})", "A storm day ({0} a year)"),
	"forecast_storms": ("Дні, не схожі на інші", "Days unlike others"),
	"forecast_staff": ("Із запасом на перерви", "With those away"),
	"busiest_hour": ("Найважча година", "Busiest hour"),
	"calls": ("Дзвінків", "Calls"),
	"operators": ("Операторів", "Operators"),
	"error": ("помилка", "error"),
	"warning": ("зауваження", "warning"),
	"check_clean": ("Зауважень немає.", "Nothing to complain of."),
	"check_count": ("Помилок: {0}, зауважень: {1}", "Errors: {0}, warnings: {1}"),
	"check_no_executor": ("«{0}» не має виконавця в районах: {2}", "“{0}” has no executor in districts: {2}"),
	"check_ambiguous_lead": (
		"«{0}» має не одного головного виконавця ({1}) в районах: {2}",
		"“{0}” has not exactly one lead ({1}) in districts: {2}",
	),
	"check_unknown_executor": ("«{0}»: немає виконавця {1}", "“{0}”: there is no executor {1}"),
	"check_inactive_executor": ("«{0}»: виконавець {1} не працює", "“{0}”: executor {1} is not active"),
	"check_no_request_type": ("«{0}» не має типу заявки", "“{0}” has no request type"),
	"check_missing_fields": (
		"«{0}»: поля не можуть бути заповнені: {1}",
		"“{0}”: fields that cannot be filled: {1}",
	),
	"check_district_needed": (
		"«{0}»: виконавець залежить від району",
		"“{0}”: the executor depends on the district",
	),
	"check_unserved": ("район {0} ніхто не обслуговує", "nobody serves district {0}"),
	"check_no_streets": ("у районі {0} немає жодної вулиці", "no street lies in district {0}"),
	"check_unreachable": (
		"до «{0}» не дістатися: група «{1}» не використовується",
		"“{0}” cannot be reached: its group “{1}” is not in use",
	),
	"check_empty_group": ("у групі «{0}» немає жодного чинного питання", "group “{0}” has no entry in use"),
	"check_same_words": (
		"слова «{0}» має також {1}: за ними не знайдуть жодного",
		"the words “{0}” also belong to {1}: neither will be found by them",
	),
	"check_done_before_accepted": (
		"тип {0}: виконати треба раніше, ніж прийняти",
		"type {0}: due before it has to be accepted",
	),
	"check_slower_accept": (
		"тип {0} терміновіший за {1}, а на прийняття має більше часу",
		"type {0} is more urgent than {1} but may be accepted later",
	),
	"check_slower_done": (
		"тип {0} терміновіший за {1}, а строк має довший",
		"type {0} is more urgent than {1} but has a longer term",
	),
	"check_same_urgency": (
		"тип {0}: термінова черга {1} вже зайнята",
		"type {0}: urgency {1} is taken twice",
	),
	"check_unused_type": ("тип {0} не має жодного питання", "no entry has type {0}"),
	"check_early_warning": (
		"тип {0}: попередження спрацює раніше, ніж почнеться строк",
		"type {0}: the warning sounds before the term begins",
	),
	"check_nobody_responsible": (
		"виконавець {0} не має відповідальної особи",
		"executor {0} has no responsible person",
	),
	"check_no_email": ("виконавець {0} не має електронної адреси", "executor {0} has no e-mail address"),
	"check_no_head": (
		"виконавець {0} не має керівника: листи нікому писати",
		"executor {0} has no head to write letters to",
	),
	"check_idle": ("виконавця {0} не називає жоден маршрут", "no route names executor {0}"),
	"check_two_districts": (
		"{0}: будинок {1} лежить у двох районах",
		"{0}: building {1} lies in two districts",
	),
	"points": ("в. п.", "pp"),
	# Stages
	"Moderation": ("На модерації", "In moderation"),
	"Registered": ("Зареєстровано", "Registered"),
	"In Progress": ("В роботі", "In progress"),
	"Awaiting Confirmation": ("Очікує підтвердження", "Awaiting confirmation"),
	"Rework": ("На доопрацюванні", "Rework"),
	"Closed": ("Закрито", "Closed"),
	"Rejected": ("Відхилено", "Rejected"),
	"Cancelled": ("Скасовано", "Cancelled"),
	# Why a file cannot be read
	"Empty": ("файл порожній або без рядка заголовків", "the file is empty or has no header line"),
	"Missing Columns": ("немає стовпців: {0}", "columns are missing: {0}"),
	"Repeated Columns": ("стовпець названо двічі: {0}", "a column is named twice: {0}"),
	# Why a line is refused
	"Not UTF-8": ("текст не в кодуванні UTF-8", "not UTF-8 text"),
	"Not CSV": ("не читається як CSV: {0}", "cannot be read as CSV: {0}"),
	"Too Long": (
		"надто довгий текст: не більше {0} знаків у клітинці",
		"too long: at most {0} characters in a cell",
	),
	"Wrong Count": ("клітинок {0}, а стовпців {1}", "{0} cells under {1} columns"),
	"No Moment": ("«{0}» не є датою з часом", "“{0}” is not a date with a time"),
	"Skipped Moment": (
		"«{0}» не було: годинник перевели вперед",
		"“{0}” never was: the clocks were put forward",
	),
	"Too Old": ("дата {0} надто давня", "the date {0} lies too far back"),
	"In Future": ("дата {0} в майбутньому", "the date {0} lies in the future"),
	"No Text": ("немає опису", "no description"),
	"Unknown Channel": ("невідомий канал «{0}»", "unknown channel “{0}”"),
	"Unknown Street": ("невідома вулиця «{0}»", "unknown street “{0}”"),
	"Several Streets": ("«{0}» може бути кількома вулицями", "“{0}” may be several streets"),
	"Unknown Code": ("невідомий код класифікатора «{0}»", "unknown classifier code “{0}”"),
	"No Entry": ("жодне питання класифікатора не підходить: «{0}»", "no classifier entry fits “{0}”"),
	"Several Entries": (
		"підходить кілька питань класифікатора: «{0}»",
		"several classifier entries fit “{0}”",
	),
	"Bad E-mail": ("«{0}» не є електронною адресою", "“{0}” is not an e-mail address"),
	"Bad Phone": ("«{0}» не є номером телефону", "“{0}” is not a phone number"),
	"No Contact": ("немає ні телефону, ні електронної адреси", "neither phone nor e-mail"),
	"Long Text": ("опис довший за {0} знаків", "the description is longer than {0} characters"),
	"Bad Building": ("«{0}» не є номером будинку", "“{0}” is not a building number"),
	"Unknown District": ("невідомий район «{0}»", "unknown district “{0}”"),
	"Duplicate": ("повтор попереднього рядка", "repeats an earlier line"),
	"Unknown Request": ("немає такої заявки «{0}»", "no such request “{0}”"),
	"Unknown Kind": ("невідомий вид запису «{0}»", "unknown kind of line “{0}”"),
	"Stranger": ("заявку ніколи не надсилали виконавцеві «{0}»", "the request was never sent to “{0}”"),
	"No Executor Named": ("надіслано невідомо кому", "sent to nobody"),
	# Why a request has no route
	"Not a Leaf": ("«{0}» – група, а не питання класифікатора", "“{0}” is a group of the classifier"),
	"Inactive Entry": ("питання «{0}» більше не використовують", "the entry “{0}” is no longer in use"),
	"No Request Type": ("питання «{0}» не має типу заявки", "the entry “{0}” has no request type"),
	"Missing Fields": ("не заповнено: {0}", "not filled in: {0}"),
	"District Needed": ("виконавець «{0}» залежить від району, а його немає", "“{0}” needs a district"),
	"No Executor": ("немає виконавця: {0}", "no executor: {0}"),
	"Unknown Executor": ("немає такого виконавця: {0}", "no such executor: {0}"),
	"Inactive Executor": ("виконавець не працює: {0}", "the executor is not active: {0}"),
	"Ambiguous Lead": ("головний виконавець не один: {0}", "not exactly one lead executor: {0}"),
	"Choice Not Allowed": ("виконавця тут не обирають: {0}", "the executor cannot be chosen here: {0}"),
}


class Speech:
	"""Texts in one language."""

	def __init__(self, language: str):
		self.language = language
		self._place = LANGUAGES.index(language)

	def __call__(self, key: str, *values: object) -> str:
		"""The text of `key` with its values; an unknown key is said as it is."""
		return TEXTS.get(key, (key, key))[self._place].format(*values, *[""] * 3)

	def reason(self, kind: str, names: Sequence[str]) -> str:
		"""Why a line or a request is left out; several names are listed where the text has one place."""
		if kind == "Missing Fields":
			names = [self(f"field_{name}") for name in names]
		template = TEXTS.get(kind, (kind, kind))[self._place]
		return self(kind, *names) if "{1}" in template else self(kind, ", ".join(names))

	def number(self, value: int) -> str:
		return f"{value:,}".replace(",", "\u00a0")

	def share(self, value: float) -> str:
		text = f"{value * 100:.1f}"
		return (text.replace(".", ",") if self.language == "uk" else text) + "\u00a0%"

	def points(self, value: float) -> str:
		"""A difference of two shares, in percentage points."""
		return self.share(value)[:-1] + self("points")

	def day(self, iso: str | None) -> str:
		"""2026-11-22T… as 22.11.2026."""
		if not iso:
			return "–"
		return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if self.language == "uk" else iso[:10]

	def moment(self, iso: str | None) -> str:
		return f"{self.day(iso)} {iso[11:16]}" if iso else "–"
