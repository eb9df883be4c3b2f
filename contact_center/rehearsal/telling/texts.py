"""What the command and its page say, in Ukrainian and English."""

from __future__ import annotations

import re
from collections.abc import Sequence

LANGUAGES = ("uk", "en")
NOTHING = "–"

TEXTS: dict[str, tuple[str, str]] = {
	"title": ("Репетиція регламенту", "Rehearsal of the regulation"),
	"replayed": ("за журналом того, що сталося насправді", "by the journal of what really happened"),
	"simulated": (
		"журналу немає, тож роботу виконавців змодельовано",
		"without a journal, so the executors' work is simulated",
	),
	"period": ("{0} – {1}, стан на {2}", "{0} – {1}, as of {2}"),
	"no_period": ("Немає заявок, стан на {0}", "No requests, as of {0}"),
	"policies": (
		"«Зараз» – {0}; «стане» – він же зі змінами з теки {1}.",
		"“Now” is {0}; “would be” is the same with the changes in {1}.",
	),
	"policy_demo": ("регламент демонстраційного міста", "the demo city's policy"),
	"policy_of": ("регламент із теки {0}", "the policy in {0}"),
	"verdict_nothing": (
		"Немає заявок, які можна розглянути: рядків прочитано – {0}, відхилено – {1}.",
		"There is no request to look at: {0} lines read, {1} refused.",
	),
	"verdict_unrouted": ("Заявок із виконавцем: 0 з {6}.", "Requests with an executor: 0 of {6}."),
	"verdict": (
		"Заявок із виконавцем: {0} з {6}. Прийнято із запізненням: {1} ({2}). Строк порушено: {3} ({4}). Листів, які належить надіслати керівникам виконавців: {5}.",
		"Requests with an executor: {0} of {6}. Accepted late: {1} ({2}). Term broken: {3} ({4}). Letters due to the heads of executors: {5}.",
	),
	"verdict_without_acceptance": (
		"Заявок із виконавцем: {0} з {6}. Строк порушено: {3} ({4}). Листів, які належить надіслати керівникам виконавців: {5}.",
		"Requests with an executor: {0} of {6}. Term broken: {3} ({4}). Letters due to the heads of executors: {5}.",
	),
	"acceptance_unknown": (
		"За даними не видно, коли заявки приймали в роботу, тож вчасність прийняття не оцінено.",
		"The data do not tell when requests were accepted, so lateness of acceptance is not judged.",
	),
	"verdict_short": ("Коротко", "In short"),
	"requests": ("Заявок", "Requests"),
	"routed": ("Заявок із виконавцем", "Requests with an executor"),
	"finished": ("Завершено", "Finished"),
	"accepted_late": ("Прийнято із запізненням", "Accepted late"),
	"accepted_late_share": ("Частка прийнятих із запізненням", "Share accepted late"),
	"overdue": ("Строк порушено", "Term broken"),
	"overdue_share": ("Частка з порушеним строком", "Share broken"),
	"kept": ("Без порушення строку", "Term not broken"),
	"returns": ("Повернено на доопрацювання", "Returned for rework"),
	"redirects": ("Перенаправлено", "Redirected"),
	"callbacks": ("Контрольних дзвінків", "Call-backs"),
	"tasks": ("Доручень", "Tasks"),
	"open": ("Ще в роботі", "Still open"),
	"letters": ("Листів керівникам", "Letters to heads"),
	"unroutable": ("Не визначено виконавця", "Without an executor"),
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
	"worst_days": ("Дні, коли порушено найбільше строків", "Days on which most terms were broken"),
	"by_hour": ("Коли звертаються", "When people turn to the centre"),
	"load": ("Навантаження: доручень у роботі на кінець дня", "Load: tasks at work at the end of the day"),
	"load_short": ("Навантаження виконавців: доручень у роботі", "Load of executors: tasks at work"),
	"at_end": ("На кінець періоду", "At the end"),
	"peak": ("Найбільше", "At most"),
	"peak_day": ("Коли найбільше", "On"),
	"received": ("Надійшло", "Received"),
	"closed": ("Закрито", "Closed"),
	"broken": ("Порушено строків (доручень)", "Terms broken (tasks)"),
	"no_route": (
		"Заявки, для яких класифікатор не дає виконавця",
		"Requests without an executor in the classifier",
	),
	"refused_lines": ("Відхилені рядки файла заявок", "Refused lines of the file of requests"),
	"refused_journal": ("Відхилені рядки журналу", "Refused lines of the journal"),
	"refused_lines_against": (
		"Рядки файла заявок, відхилені за зміненого регламенту",
		"Lines of the file of requests refused under the changed policy",
	),
	"and_more": ("… і ще {0}", "… and {0} more"),
	"table": ("Таблиця", "Table"),
	"table_as_is": ("Таблиця (зараз)", "Table (now)"),
	"table_would_be": ("Таблиця (стане)", "Table (would be)"),
	"comparison": ("Що зміниться", "What would change"),
	"as_is": ("Зараз", "Now"),
	"would_be": ("Стане", "Would be"),
	"difference": ("Різниця", "Difference"),
	"uneven": (
		"Заявок із виконавцем зараз {0}, а стане {1}, тож інші показники прямо порівнювати не можна: "
		"що менше доручень, то менше й порушень.",
		"With an executor there are {0} requests now and would be {1}, so the other figures cannot be compared "
		"directly: the fewer tasks, the fewer terms are broken.",
	),
	"changed": ("Заявок, для яких щось зміниться: {0}", "Requests whose fate changes: {0}"),
	"changed_route": ("інший виконавець", "another executor"),
	"changed_type": ("інший тип", "another type"),
	"changed_accept_by": ("інший строк прийняття в роботу", "another term to accept"),
	"changed_due": ("інший строк виконання", "another term"),
	"changed_accepted_late": ("інша оцінка вчасності прийняття", "accepted late or no longer"),
	"changed_overdue": ("інша оцінка дотримання строку", "term broken or no longer"),
	"change_route": ("виконавець", "executor"),
	"change_type": ("тип", "type"),
	"change_accept_by": ("строк прийняття в роботу", "term of acceptance"),
	"change_due": ("строк", "term"),
	"change_accepted_late": ("прийнято із запізненням", "accepted late"),
	"change_overdue": ("строк порушено", "term broken"),
	"named": ("Перелік заявок", "The requests one by one"),
	"number": ("Заявка", "Request"),
	"what": ("Що зміниться", "What changes"),
	"no_executor_yet": ("без виконавця", "no executor"),
	"yes": ("так", "yes"),
	"no": ("ні", "no"),
	"no_term": ("без строку", "no fixed term"),
	"written": ("Сторінку записано: {0}", "The page is written: {0}"),
	"refused_written": ("Усі відхилені рядки: {0}", "All refused lines: {0}"),
	"changes_written": ("Усі заявки, для яких щось зміниться: {0}", "All requests whose fate changes: {0}"),
	"method": ("Як це пораховано", "How this is worked out"),
	"method_text": (
		"Маршрути, строки, запізнення і стадії визначають ті самі правила, за якими працює контакт-центр. "
		"Строк вважається дотриманим, якщо про виконання повідомлено не пізніше останньої секунди строку. "
		"Керівникові виконавця надсилають лист за кожен день, коли порушено хоча б один строк. "
		"Одна заявка може мати кілька доручень, тож порушення за виконавцями і за днями рахуємо в дорученнях, а в підсумку, "
		"за питаннями, районами й типами – у заявках: ці суми не збігаються. "
		"Таблиця «Коли звертаються» охоплює й заявки, для яких не визначено виконавця.",
		"Routes, terms, lateness and stages are decided by the very rules the contact centre runs on. "
		"A term is kept up to its own second. "
		"A letter is due to the head of an executor for each day on which at least one of its terms was broken. "
		"A request may have several tasks: by executor and by day lateness is counted in tasks, in the totals and by "
		"classifier entry, district and type in requests, so these sums differ. "
		"“When people turn to the centre” also has the requests without an executor.",
	),
	"method_simulated": (
		"Час прийняття й виконання змодельовано: бригади, робочі години, черга за терміновістю, "
		"тривалість – за логнормальним розподілом, початкове число випадкових величин {0}. Припущення: simulation_types.csv, simulation_executors.csv.",
		"Acceptance and work are simulated: crews, working hours, queues by urgency, "
		"log-normal durations, seed {0}. Assumptions: simulation_types.csv, simulation_executors.csv.",
	),
	"reading": ("Читаю {0}", "Reading {0}"),
	"deciding": ("Застосовую регламент", "Applying the regulation"),
	"counting": ("Рахую", "Counting"),
	"weekdays": ("пн вт ср чт пт сб нд", "Mon Tue Wed Thu Fri Sat Sun"),
	"ignored": ("Стовпці, які не використано: {0}", "Columns that are not used: {0}"),
	"ignored_journal": (
		"Стовпці журналу, які не використано: {0}",
		"Columns of the journal that are not used: {0}",
	),
	"absent": (
		"Стовпців, які описує --mapping, у файлі немає, тож не видно, що вони сказали б про роботу: {0}",
		"Columns that --mapping describes are missing, so what they would tell of the work is not seen: {0}",
	),
	"untold": (
		"Файл не каже, коли заявки виконано чи закрито, тож роботу виконавців змодельовано.",
		"The file does not say when requests were done or closed, so the executors' work is simulated.",
	),
	"unread_files": (
		"Файли регламенту, яких ніхто не читає: {0}",
		"Files of the policy that nobody reads: {0}",
	),
	"after_until": (
		"Заявок, що надійшли пізніше й не враховані: {0}",
		"Requests that came in later and are not counted: {0}",
	),
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
		"Мета: відповісти на {0} дзвінків за {1} с. Розмова триває {2} с; дзвінків на одну заявку: {3}.",
		"{0} of calls are to be answered within {1} s; a call takes {2} s; calls for one request: {3}",
	),
	"forecast_basis": ("За історією: днів – {0}, заявок – {1}", "From history: {0} days, {1} requests"),
	"forecast_short": (
		"Увага: історія коротка (днів – {0}). Надійний прогноз потребує щонайменше чотирьох тижнів.",
		"Beware: the history is short ({0} days). A forecast to rely on needs four weeks at least.",
	),
	"forecast_alike": (
		"В історії немає таких днів: {0}. Для них узято середнє інших робочих днів або іншого вихідного.",
		"History has no such days: {0}. They get the mean of the other working days, or of the other day of the weekend.",
	),
	"forecast_unknown": (
		"н/д – немає даних: в історії немає ні таких, ні подібних днів: {0}.",
		"n/a – no data: history has neither such days nor any like them: {0}.",
	),
	"no_data": ("н/д", "n/a"),
	"forecast_storm_rule": (
		"Наплив – день, коли заявок більш ніж удвічі проти звичайного дня (медіани) і перевищення більше за п’ять "
		"звичайних відхилень.",
		"A storm is a day with more than twice the requests of a usual day (the median), and more than five usual "
		"deviations above it.",
	),
	"forecast_none": ("Немає жодної заявки, за якою прогнозувати.", "There is no request to forecast from."),
	"forecast_channel": (
		"Заявок із каналом «{0}»: 0 із {1}; є такі: {2}.",
		"Requests by channel “{0}”: 0 of {1}; there are: {2}.",
	),
	"forecast_refused": ("Не враховано рядків: {0} ({1})", "Lines not counted: {0} ({1})"),
	"Phone": ("телефон", "Phone"),
	"Web": ("портал", "Web"),
	"E-mail": ("електронна пошта", "E-mail"),
	"In Person": ("особисто", "In Person"),
	"too_many_calls": (
		"За {0} дзвінків на годину потрібно понад {1} операторів.",
		"{0} calls an hour need more than {1} operators.",
	),
	"forecast_calls": ("Дзвінків за годину", "Calls an hour"),
	"forecast_operators": ("Операторів на лінії", "Operators on the line"),
	"forecast_storm": ("День напливу (за рік: {0})", "A storm day ({0} a year)"),
	"forecast_storms": ("Дні напливу дзвінків", "Days unlike others"),
	"forecast_staff": ("Операторів із запасом на перерви", "With those away"),
	"busiest_hour": ("Найнапруженіша година", "Busiest hour"),
	"calls": ("Дзвінків", "Calls"),
	"operators": ("Операторів", "Operators"),
	"error": ("помилка", "error"),
	"warning": ("зауваження", "warning"),
	"check_clean": ("Зауважень немає.", "Nothing to complain of."),
	"check_no_classifier": (
		"у класифікаторі немає жодного чинного питання",
		"the classifier has no entry in use",
	),
	"check_no_executors": ("немає жодного чинного виконавця", "there is no executor in use"),
	"check_no_districts": ("немає жодного району", "there is no district"),
	"check_unread": ("цього файла ніхто не читає", "nobody reads this file"),
	"check_more": (
		"Показано перші {0}; коли їх виправите, перевірте ще раз",
		"These are the first {0}; check again once they are mended",
	),
	"check_overlay": (
		"{0}: тут немає {1}, тож це зміни до іншого регламенту; перевіряйте разом із ним: contact-center check ОСНОВА {0}",
		"{0}: there is no {1} here, so these are changes of another policy; check them over it: contact-center check BASE {0}",
	),
	"check_count": ("Помилок: {0}, зауважень: {1}", "Errors: {0}, warnings: {1}"),
	"check_no_executor": ("«{0}» не має виконавця", "“{0}” has no executor"),
	"check_no_executor_in": (
		"«{0}» не має виконавця в районах: {2}",
		"“{0}” has no executor in districts: {2}",
	),
	"check_ambiguous_lead": (
		"«{0}» має не одного головного виконавця: {1}",
		"“{0}” has not exactly one lead: {1}",
	),
	"check_ambiguous_lead_in": (
		"«{0}» має не одного головного виконавця ({1}) в районах: {2}",
		"“{0}” has not exactly one lead ({1}) in districts: {2}",
	),
	"check_unknown_executor": ("«{0}»: немає виконавця {1}", "“{0}”: there is no executor {1}"),
	"check_inactive_executor": ("«{0}»: виконавець {1} не працює", "“{0}”: executor {1} is not active"),
	"check_no_request_type": ("«{0}» не має типу заявки", "“{0}” has no request type"),
	"check_missing_fields": (
		"«{0}»: не можна заповнити поля: {1}",
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
		"слова «{0}» є також у {1}: за ними не визначити питання",
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
		"тип {0}: терміновість {1} має ще один тип",
		"type {0}: urgency {1} is taken twice",
	),
	"check_unused_type": ("жодне питання не має типу {0}", "no entry has type {0}"),
	"check_early_warning": (
		"тип {0}: попередження спрацює раніше, ніж почнеться строк",
		"type {0}: the warning sounds before the term begins",
	),
	"check_nobody_responsible": (
		"виконавець {0} не має відповідальної особи",
		"executor {0} has no responsible person",
	),
	"check_no_email": (
		"виконавець {0} не має офіційної електронної адреси: повідомлення й листи не дійдуть",
		"executor {0} has no official e-mail address: messages and letters will not arrive",
	),
	"check_bad_email": (
		"виконавець {0}: «{1}» не є електронною адресою",
		"executor {0}: “{1}” is not an e-mail address",
	),
	"check_responsible_no_email": (
		"виконавець {0}: відповідальна особа не має електронної адреси, тож не зможе увійти",
		"executor {0}: the responsible person has no e-mail address and cannot sign in",
	),
	"check_crews_of_nobody": (
		"немає виконавця {0}, якому належали б ці бригади",
		"there is no executor {0} to have these crews",
	),
	"check_pace_of_nothing": ("немає типу заявки {0}", "there is no request type {0}"),
	"check_no_pace": (
		"немає рядка для типу {0}: для нього взято загальний темп",
		"no line for type {0}: it gets the pace of any other type",
	),
	"check_no_head": (
		"виконавець {0} не має керівника: листи нікому писати",
		"executor {0} has no head to write letters to",
	),
	"check_idle": ("виконавця {0} не призначає жоден маршрут", "no route names executor {0}"),
	"check_two_districts": (
		"{0}: будинок {1} лежить у двох районах",
		"{0}: building {1} lies in two districts",
	),
	"points": ("в.\u00a0п.", "pp"),
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
	"cure_columns": (
		"якщо вони звуться інакше, скажіть це параметром --mapping ФАЙЛ.toml (вбудовані: {0})",
		"if they have other names, say so by --mapping FILE.toml (shipped: {0})",
	),
	"cure_encoding": (
		'збережіть файл у табличному редакторі як CSV UTF-8 або назвіть кодування у файлі --mapping: encoding = "cp1251"',
		'save it as CSV UTF-8 in the spreadsheet or name the encoding in the file of --mapping: encoding = "cp1251"',
	),
	"delimiter_expected": (
		"після закритих лапок має стояти «{0}»",
		"“{0}” is expected after a closed quotation mark",
	),
	"unexpected end of data": ("лапки не закрито", "a quotation mark is never closed"),
	"cannot_open": ("{0}: не вдалося відкрити ({1})", "{0}: cannot be opened ({1})"),
	"cannot_write": ("{0}: сюди не можна записати", "{0}: cannot be written"),
	"overwrites": (
		"{0}: це файл, який читаємо; для запису оберіть інший",
		"{0}: this file is read; choose another to write to",
	),
	"no_policy": (
		"{0}: тут немає жодного файла регламенту ({1})",
		"{0}: there is no file of a policy here ({1})",
	),
	"changes_of_what": (
		"--changes потребує --against: змін без другого регламенту немає",
		"--changes needs --against: nothing changes without another policy",
	),
	"unknown_zone": (
		"немає часового поясу «{0}»; приклад: Europe/Kyiv",
		"there is no time zone “{0}”; an example: Europe/Kyiv",
	),
	"mapping_missing": ("немає такого файла; вбудовані: {0}", "no such mapping; shipped are {0}"),
	"mapping_toml": (
		"не читається як TOML: рядок {0}, знак {1}",
		"cannot be read as TOML: line {0}, character {1}",
	),
	"mapping_toml_end": (
		"не читається як TOML: файл обривається",
		"cannot be read as TOML: the file ends too early",
	),
	"mapping_encoding": ("невідоме кодування «{0}»", "unknown encoding “{0}”"),
	"mapping_not_encoded": ("{0}: текст не в кодуванні «{1}»", "{0}: the text is not in “{1}”"),
	"mapping_columns": ("невідомі стовпці: {0}", "unknown columns: {0}"),
	"mapping_keys": ("невідомі назви: {0}", "unknown names: {0}"),
	"mapping_format": ("невідомий формат дати «{0}»", "unknown format of moments “{0}”"),
	"mapping_kind": ("невідомий вид запису «{0}»", "unknown kind of line “{0}”"),
	"mapping_twice": ("стовпець «{0}» узято двічі", "column “{0}” is taken twice"),
	"mapping_text": ("{0}: має бути текст", "{0}: has to be a text"),
	"mapping_texts": ("{0}: має бути перелік текстів", "{0}: has to be a list of texts"),
	"mapping_flag": ("{0}: має бути true або false", "{0}: has to be true or false"),
	"mapping_table": ("{0}: має бути таблиця", "{0}: has to be a table"),
	"mapping_tables": ("{0}: має бути перелік таблиць", "{0}: has to be a list of tables"),
	"mapping_lacks": ("{0}: цього немає", "{0}: is missing"),
	# Why a line is refused
	"Not UTF-8": ("текст не в кодуванні UTF-8", "not UTF-8 text"),
	"Not CSV": ("не читається як CSV: {0}", "cannot be read as CSV: {0}"),
	"Too Long": (
		"надто довгий текст: не більше {0} знаків у клітинці",
		"too long: at most {0} characters in a cell",
	),
	"Wrong Count": ("клітинок {0}, а стовпців {1}", "{0} cells under {1} columns"),
	"Wrong Counts": ("клітинок не стільки, скільки стовпців", "not as many cells as columns"),
	"No Moment": ("«{0}» не є датою з часом", "“{0}” is not a date with a time"),
	"Skipped Moment": (
		"часу {0} не було: годинник перевели вперед",
		"the time {0} never was: the clocks were put forward",
	),
	"Too Old": ("дата {0} надто давня", "the date {0} lies too far back"),
	"In Future": ("дата {0} ще не настала", "the date {0} lies in the future"),
	"No Text": ("немає опису", "no description"),
	"Unknown Channel": ("невідомий канал «{0}»", "unknown channel “{0}”"),
	"Unknown Street": ("невідома вулиця «{0}»", "unknown street “{0}”"),
	"Several Streets": ("«{0}» може означати кілька вулиць", "“{0}” may be several streets"),
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
	"Repeated Number": ("номер «{0}» уже є в рядку {1}", "the number “{0}” is there already, in line {1}"),
	"Duplicate": ("повторює один із попередніх рядків", "repeats an earlier line"),
	"Unknown Request": ("немає такої заявки «{0}»", "no such request “{0}”"),
	"Unknown Kind": ("невідомий вид запису «{0}»", "unknown kind of line “{0}”"),
	"Stranger": ("заявку ніколи не надсилали виконавцеві «{0}»", "the request was never sent to “{0}”"),
	"Before Sent": (
		"запис раніший, ніж заявку надіслано виконавцеві «{0}»",
		"dated before the request was sent to “{0}”",
	),
	"No Executor Named": (
		"не вказано, якому виконавцеві надіслано: порожній стовпець «{0}»",
		"sent to nobody: empty column “{0}”",
	),
	"No Term Named": ("не вказано, до якого часу продовжено строк", "extended to no known moment"),
	"Not in Journal": (
		"у журналі немає жодного запису про заявку",
		"the journal says nothing of the request",
	),
	# Why a request has no route
	"Not a Leaf": ("«{0}» – група, а не питання класифікатора", "“{0}” is a group of the classifier"),
	"Inactive Entry": ("питання «{0}» більше не використовують", "the entry “{0}” is no longer in use"),
	"No Request Type": ("питання «{0}» не має типу заявки", "the entry “{0}” has no request type"),
	"Missing Fields": ("не заповнено: {0}", "not filled in: {0}"),
	"District Needed": (
		"питання «{0}»: виконавець залежить від району, а району немає",
		"“{0}” needs a district",
	),
	"No Executor": ("немає виконавця: {0}", "no executor: {0}"),
	"Unknown Executor": ("немає такого виконавця: {0}", "no such executor: {0}"),
	"Inactive Executor": ("виконавець не працює: {0}", "the executor is not active: {0}"),
	"Ambiguous Lead": ("немає одного головного виконавця: {0}", "not exactly one lead executor: {0}"),
	"Choice Not Allowed": ("виконавця тут не обирають: {0}", "the executor cannot be chosen here: {0}"),
}


_UNSAID = re.compile(r":?\s*[«“]?\{0\}[»”]?\s*")
"""The place of what a line says, with its quotation marks."""


_DELIMITER = re.compile(r"""'(.)' expected after '"'""")


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
		if kind == "Not CSV":
			names = [self._of_csv(name) for name in names]
		template = TEXTS.get(kind, (kind, kind))[self._place]
		if kind == "Wrong Count" and not names:
			return self("Wrong Counts")
		if "{1}" in template:
			return self(kind, *names)
		said = ", ".join(names)
		return self(kind, said) if said else _UNSAID.sub(" ", template).strip()

	def _of_csv(self, said: str) -> str:
		"""What the parser of CSV says is wrong."""
		match = _DELIMITER.fullmatch(said)
		return self("delimiter_expected", match[1]) if match else self(said)

	def number(self, value: int | None) -> str:
		return NOTHING if value is None else f"{value:,}".replace(",", "\u00a0")

	def decimal(self, value: float, places: int | None = 1) -> str:
		"""With so many decimal places, or (None) with as many as there are."""
		text = f"{value:g}" if places is None else f"{value:.{places}f}"
		return text.replace(".", ",") if self.language == "uk" else text

	def share(self, value: float | None) -> str:
		return NOTHING if value is None else self.decimal(value * 100) + "\u00a0%"

	def points(self, value: float) -> str:
		"""A difference of two shares, in percentage points."""
		return self.share(value)[:-1] + self("points")

	def difference(self, now: float | None, then: float | None, share: bool = False) -> str:
		"""What `then` is more or less than `now`; two shares in percentage points; nothing where one is unknown."""
		if now is None or then is None:
			return NOTHING
		if now == then:
			return "0"
		size = abs(then - now)
		return ("+" if then > now else "−") + (self.points(size) if share else self.number(size))

	def day(self, iso: str | None) -> str:
		"""2026-11-22T… as 22.11.2026."""
		if not iso:
			return NOTHING
		return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if self.language == "uk" else iso[:10]

	def moment(self, iso: str | None) -> str:
		return f"{self.day(iso)} {iso[11:16]}" if iso else NOTHING
