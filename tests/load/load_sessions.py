"""Sessions that have begun before the clock runs, as of people who came in the morning: made as the framework makes them."""

import frappe
from frappe.sessions import get_expiry_period
from load_rows import insert

COLUMNS = ("sid", "user", "sessiondata", "lastupdate", "status")


def begin(emails: list[str]) -> dict[str, tuple[str, str]]:
	"""Return {account: (session, its token)}."""
	now, period = frappe.utils.now(), get_expiry_period()
	begun: dict[str, tuple[str, str]] = {}
	rows = []
	for email in emails:
		sid, token = frappe.generate_hash(), frappe.generate_hash()
		data = {"user": email, "session_ip": "127.0.0.1", "last_updated": now, "session_expiry": period}
		data |= {"full_name": email, "user_type": "System User", "csrf_token": token}
		rows.append((sid, email, str(data), now, "Active"))
		whole = frappe._dict(user=email, sid=sid, data=frappe._dict(data))
		frappe.cache.hset("session", sid, whole)
		begun[email] = (sid, token)
	insert("Sessions", COLUMNS, rows)
	frappe.db.commit()
	return begun
