"""Create the users of the demo city: one for each role, and a responsible person for each executor (P1-P7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.core.doctype.user import user as users

from contact_center.access import roles
from contact_center.desk.desk_defaults import MODULE_PROFILE
from contact_center.regulation.routing import Executor

# The password is public: no real site has these users.
PASSWORD = "Kryvbas-1520"
# A user with a picture makes Frappe ask no server for one, which behind a firewall takes minutes a user.
NO_GRAVATAR = "/assets/frappe/images/ui-states/user.png"
WATER_UTILITY, DISTRICT_COUNCIL = "KP-VODOKANAL", "RVK-MET"


@dataclass(frozen=True)
class Person:
	email: str
	first_name: str
	last_name: str
	roles: tuple[str, ...]


OPERATOR = Person("operator@kr.example", "Олена", "Мельничук", (roles.OPERATOR,))
SUPERVISOR = Person("supervisor@kr.example", "Наталія", "Опанасюк", (roles.SUPERVISOR,))
MANAGEMENT = Person("management@kr.example", "Сергій", "Гайдук", (roles.MANAGEMENT,))
ADMINISTRATOR = Person("administrator@kr.example", "Павло", "Яценко", (roles.ADMINISTRATOR, "System Manager"))
CITIZEN = Person("citizen@kr.example", "Марія", "Демчук", (roles.APPLICANT,))
CREW = Person("brygada.vodokanal@kr.example", "Петро", "Слюсаренко", (roles.EXECUTOR,))
DEPUTY = Person("zastupnyk.vodokanal@kr.example", "Оксана", "Гончарук", (roles.EXECUTOR,))
# The administrator first: on a site without a System Manager Frappe gives that role to the first desk user.
STAFF = (ADMINISTRATOR, OPERATOR, SUPERVISOR, MANAGEMENT)


def create(executors: dict[str, Executor]) -> None:
	"""Create the users that the site lacks, and name each executor's responsible person on its card."""
	# In this process only: Frappe refuses more than sixty new users in an hour.
	frappe.local.conf.throttle_user_limit = 1000
	with _without_mail_password_check():
		_create_all(executors)


@contextmanager
def _without_mail_password_check() -> Iterator[None]:
	"""Skip Frappe's search for missing mail passwords, which empties the whole cache at each save of a user."""
	look, users.ask_pass_update = users.ask_pass_update, lambda: None
	try:
		yield
	finally:
		users.ask_pass_update = look


def _create_all(executors: dict[str, Executor]) -> None:
	for person in (*STAFF, CITIZEN, CREW, DEPUTY):
		_create(person, PASSWORD)
	shown = {WATER_UTILITY, DISTRICT_COUNCIL}
	for code, executor in executors.items():
		if executor.responsible_email:
			surname, first_name = [*executor.responsible_name.split(), "", ""][:2]
			person = Person(executor.responsible_email, first_name, surname, (roles.EXECUTOR,))
			_create(person, PASSWORD if code in shown else None)
			_put_on_card(code, person.email, executor.phone)


def _create(person: Person, password: str | None) -> None:
	if frappe.db.exists("User", person.email):
		return
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": person.email,
			"first_name": person.first_name,
			"last_name": person.last_name,
			"language": "uk",
			"send_welcome_email": 0,
			"module_profile": None if "System Manager" in person.roles else MODULE_PROFILE,
			"user_type": "Website User" if roles.APPLICANT in person.roles else "System User",
			"roles": [{"role": role} for role in person.roles],
			"new_password": password,
			"user_image": NO_GRAVATAR,
		}
	)
	user.flags.update(no_welcome_mail=True, ignore_password_policy=True)
	user.insert(ignore_permissions=True)
	user.db_set("user_image", None, update_modified=False)


def _put_on_card(code: str, email: str, phone: str) -> None:
	executor = frappe.get_doc("Executor", code)
	if email not in [row.user for row in executor.users]:
		executor.append("users", {"user": email, "is_responsible": 1, "phone": phone})
		executor.save(ignore_permissions=True)


def logins() -> list[tuple[str, str, str]]:
	"""Return (role, login, password) of the demo logins, the roles in the session's language."""
	return [
		(_("Operator", context="Contact Center"), OPERATOR.email, PASSWORD),
		(_("Supervisor", context="Contact Center"), SUPERVISOR.email, PASSWORD),
		(_("Executor, water utility"), _responsible(WATER_UTILITY), PASSWORD),
		(_("Crew, water utility"), CREW.email, PASSWORD),
		(_("Executor, district council"), _responsible(DISTRICT_COUNCIL), PASSWORD),
		(_("Management", context="Contact Center"), MANAGEMENT.email, PASSWORD),
		(_("Administrator"), ADMINISTRATOR.email, PASSWORD),
		(_("Citizen"), CITIZEN.email, PASSWORD),
	]


def _responsible(code: str) -> str:
	filters = {"parent": code, "parenttype": "Executor", "is_responsible": 1}
	return frappe.db.get_value("Executor User", filters, "user", order_by="idx") or ""
