"""Set up a new site as a person would: finish the set-up wizard, set its address and its mail server.

Run `prepare_site.py SITE URL MAIL_PORT` in the bench's sites folder; a second call changes nothing.
"""

import sys

import frappe
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete
from frappe.installer import update_site_config
from frappe.utils.password import get_encryption_key

LANGUAGE, COUNTRY, TIME_ZONE = "uk", "Ukraine", "Europe/Kyiv"
MAIL_ACCOUNT = "Контакт-центр 1520"  # the sender's name in letters
SENDER = "contact-center@example.com"


def prepare(site: str, url: str, mail_port: str) -> None:
	frappe.init(site=site)
	frappe.connect()
	try:
		update_site_config("host_name", url)
		# the demo city's users count as sign-ups of the last hour, of which Frappe allows 60
		update_site_config("throttle_user_limit", 1000)
		# made now: a process of Frappe 16 reads these settings once a minute, and would make a key of its own till then
		get_encryption_key()
		finish_wizard()
		point_mail_at(int(mail_port))
		frappe.db.commit()
		frappe.clear_cache()
	finally:
		frappe.destroy()


def finish_wizard() -> None:
	"""Run the framework's own set-up wizard, then set the city's formats and zone."""
	if frappe.db.get_single_value("System Settings", "setup_complete"):
		return
	setup_complete(
		{
			"language": frappe.db.get_value("Language", LANGUAGE, "language_name"),
			"country": COUNTRY,
			"timezone": TIME_ZONE,
			"currency": "UAH",
		}
	)
	settings = frappe.get_single("System Settings")
	settings.update(
		{
			"language": LANGUAGE,
			"time_zone": TIME_ZONE,
			"date_format": "dd.mm.yyyy",
			"time_format": "HH:mm",
			"first_day_of_the_week": "Monday",
			"enable_scheduler": 1,
			"allow_error_traceback": 0,  # the portal is public
		}
	)
	settings.save()


def point_mail_at(port: int) -> None:
	"""Create an outgoing e-mail account; the administrator of a real site sets the city's server there."""
	name = frappe.db.exists("Email Account", {"email_id": SENDER})
	if name:
		# update the port of our own sink only; a server that an administrator has set stays
		if frappe.db.get_value("Email Account", name, "smtp_server") == "127.0.0.1":
			frappe.db.set_value("Email Account", name, "smtp_port", port)
		return
	frappe.local.flags.in_patch = (
		True  # otherwise saving connects to the server, which `make run` starts later
	)
	frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": MAIL_ACCOUNT,
			"email_id": SENDER,
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"no_smtp_authentication": 1,
			"smtp_server": "127.0.0.1",
			"smtp_port": port,
		}
	).insert()
	frappe.local.flags.in_patch = False


prepare(*sys.argv[1:])
