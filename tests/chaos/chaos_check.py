"""What must hold when all is up again: every acknowledged act once in the journal, every letter once, rows as journaled."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from email import message_from_string, policy

import frappe
from chaos_ledger import Act, Ledger
from chaos_powers import Mailbox
from PIL import Image

from contact_center.record import checking
from contact_center.record.journal import read_grounds

ALWAYS = {
	("Request", "Received"),
	("Request", "Registered"),
	("Request", "Returned"),
	("Request", "Closed"),
	("Request", "Rejected"),
	("Request", "Cancelled"),
	("Request Task", "Sent"),
	("Request Task", "Redirected"),
	("Request Task", "Not Competent"),
	("Request Task", "Extended"),
	("Request Task", "Term Refused"),
}
"""Journal lines of which a letter tells without a condition on what the document shows when it is written."""
AT_MOST = {
	*ALWAYS,
	("Request", "Accepted"),
	("Request", "Executed"),
	("Request", "Extended"),
	("Request Task", "Returned"),
	("Request Task", "Cancelled"),
	("Request Task", "Rejected"),
}
"""Those of which a letter tells where what the document shows calls for it: never more than one a line."""
WAITING = ("Not Sent", "Sending", "Partially Sent")
CHECK, WISH = "Evidence Check", "Extension Request"
DECISIONS = {
	"Agreed": "Extended",
	"Agreed to Another Day": "Extended",
	"Refused": "Term Refused",
}
"""How a request for a new term ends, by the journal line that ends it."""


class Journal:
	"""The lines of all requests."""

	def __init__(self) -> None:
		fields = ["request", "task", "kind", "text"]
		self.lines = frappe.get_all("Request Journal", fields=fields, order_by="creation, idx")

	def count(self, act: Act, kind: str) -> int:
		"""Return how many lines tell of the act: by its mark, without one by document and kind."""
		return sum(1 for line in self.lines if line.kind == kind and self._tells(line, act))

	def _tells(self, line: dict, act: Act) -> bool:
		return act.mark in (line.text or "") if act.mark else act.document in (line.task, line.request)


def compare(ledger: Ledger) -> tuple[list[tuple[Act, str]], list[tuple[Act, str]]]:
	"""Return which acts were lost and which are there more often than they were done, each with what is found."""
	journal = Journal()
	lost, doubled = [], []
	for act, found, least, most in [*_filings(ledger), *_files(ledger), *_acts(ledger, journal)]:
		if found < least:
			lost.append((act, f"{found} of {least}"))
		elif found > most:
			doubled.append((act, f"{found}, at most {most}"))
	return lost, doubled


def _filings(ledger: Ledger) -> Iterator[tuple[Act, int, int, int]]:
	"""A form is one request, and all its answers one thank-you about that request."""
	for act in ledger.filings():
		names = frappe.get_all("Request", {"description": ("like", f"%{act.mark}")}, pluck="name")
		yield act, len(names), int(act.is_done), 1
		yield act, len(act.answers), int(act.is_done), 1
		if act.is_done:
			yield act, int(names == [act.document]), 1, 1


def _files(ledger: Ledger) -> Iterator[tuple[Act, int, int, int]]:
	"""A file that was taken is there, whole; a citizen's once. At the desk whoever sends a file again sees both."""
	whole: Counter = Counter()
	for file in frappe.get_all("File", {"is_folder": 0}, ["file_name", "file_url"]):
		whole[file.file_name] += _is_picture(frappe.get_site_path(file.file_url.lstrip("/")))
	for act in ledger.named("upload", "attach evidence"):
		most = 1 if act.name == "upload" else act.tries
		yield act, whole[f"{act.mark}.jpg"], int(act.is_done), most


def _is_picture(path: str) -> bool:
	try:
		Image.open(path).load()
	except OSError:
		return False
	return True


def _acts(ledger: Ledger, journal: Journal) -> Iterator[tuple[Act, int, int, int]]:
	same: dict[tuple, list[Act]] = defaultdict(list)
	for act in ledger.acts:
		if act.kinds and "Received" not in act.kinds:
			same[act.name, act.document, act.mark].append(act)
	for acts in same.values():
		done, unknown = sum(act.is_done for act in acts), sum(act.is_open for act in acts)
		for kind in acts[0].kinds:
			found = journal.count(acts[0], kind)
			yield acts[0], *_bounds(acts[0], journal, found, done, unknown)


def _bounds(act: Act, journal: Journal, found: int, done: int, unknown: int) -> tuple[int, int, int]:
	if act.name == "cancel" and done and not found:
		# The office was first: the applicant reads that the request is cancelled.
		return int(_kinds(journal, act.document)["Cancelled"]), 1, 1
	if act.name == "confirm":
		# A call-back that confirmed was first, or is counted too.
		by_phone = sum(line.kind == "Called Back" and line.request == act.document for line in journal.lines)
		return found, min(done, 1), done + unknown + by_phone
	return found, done, done + unknown


def _kinds(journal: Journal, request: str) -> Counter:
	return Counter(line.kind for line in journal.lines if line.request == request)


# Letters


def waiting() -> dict[str, int]:
	"""Return what has not gone out yet."""
	frappe.db.rollback()
	return {
		"messages in the outbox": frappe.db.count("Outgoing Message"),
		"letters not sent": frappe.db.count("Email Queue", {"status": ("in", WAITING)}),
		"results not checked": frappe.db.count(CHECK, {"state": "Waiting"}),
	}


def letters(mailbox: Mailbox) -> tuple[Counter, list[str]]:
	"""Return the counts of letters, and what is wrong with them."""
	queued = frappe.get_all(
		"Email Queue",
		fields=["name", "status", "message_id", "message", "reference_doctype", "reference_name"],
	)
	people = defaultdict(list)
	for row in frappe.get_all("Email Queue Recipient", fields=["parent", "recipient"]):
		people[row.parent].append(row.recipient)
	handed = [mailbox.received[each.message_id, who] for each in queued for who in people[each.name]]
	counts = Counter(
		queued=len(queued),
		addressed=len(handed),
		received=sum(handed),
		unsent=sum(each.status != "Sent" for each in queued),
		missing=sum(times == 0 for times in handed),
		again=sum(times - 1 for times in handed if times > 1),
	)
	wrong = [f"{counts['missing']} letters never reached the mail server"] if counts["missing"] else []
	return counts, [*wrong, *_against_the_journal(queued, counts)]


def _against_the_journal(queued: list, counts: Counter) -> Iterator[str]:
	"""Compare the letters about each document with the lines that call for them."""
	patterns = list(_patterns())
	written: Counter = Counter()
	for each in queued:
		subject = _subject(each.message)
		found = next(
			(p for p in patterns if p[0] == each.reference_doctype and p[2].fullmatch(subject)), None
		)
		if found:
			written[each.reference_doctype, each.reference_name, found[1]] += 1
	due = _due()
	counts["called for"] = sum(n for (doctype, _n, event), n in due.items() if (doctype, event) in ALWAYS)
	for key in due.keys() | written.keys():
		if (key[0], key[2]) in ALWAYS and written[key] < due[key]:
			yield f"{key[0]} {key[1]}: {written[key]} letters «{key[2]}» of {due[key]}"
		if (key[0], key[2]) in AT_MOST and written[key] > due[key]:
			yield f"{key[0]} {key[1]}: {written[key]} letters «{key[2]}», called for {due[key]}"


def _patterns() -> Iterator[tuple[str, str, re.Pattern]]:
	for row in frappe.get_all(
		"Notification", {"enabled": 1, "event": "Method"}, ["document_type", "method", "subject"]
	):
		parts = (re.escape(part.strip()) for part in re.split(r"{%.*?%}|{{.*?}}", row.subject))
		plain = ".*".join(parts)
		yield row.document_type, row.method.replace("_", " ").title(), re.compile(plain)


def _subject(message: str) -> str:
	return str(message_from_string(message, policy=policy.default)["Subject"])


def _due() -> Counter:
	"""Return how many lines call for a letter, by document and event. What befalls a request may concern its tasks."""
	tasks = defaultdict(list)
	for row in frappe.get_all("Request Task", ["name", "request"]):
		tasks[row.request].append(row.name)
	due: Counter = Counter()
	for line in frappe.get_all("Request Journal", fields=["request", "task", "kind"]):
		due["Request", line.request, line.kind] += 1
		for task in [line.task] if line.task else tasks[line.request]:
			due["Request Task", task, line.kind] += 1
	return due


# Rows


def differences() -> list[str]:
	"""Return what `check-projection` would name."""
	names = frappe.get_all("Request", pluck="name", order_by="creation")
	return [
		f"{each.doctype} {each.name} {each.field}: {each.stored} -> {each.journal}"
		for name in names
		for each in checking.check(name)
	]


def beside_the_journal() -> Iterator[str]:
	"""What stands in records of its own as the journal has it: new terms, grounds of returns, checks of what was handed in."""
	yield from _wishes()
	yield from _grounds()
	yield from _checks()
	yield from _inspections()


def _lines(*kinds: str) -> list[dict]:
	fields = ["request", "task", "kind", "grounds"]
	return frappe.get_all("Request Journal", {"kind": ("in", kinds)}, fields)


def _wishes() -> Iterator[str]:
	"""A request for a new term for each line that asks, its decision for each line that decides, and none that nobody waits for."""
	written = Counter((line.task, line.kind) for line in _lines("Term Asked", "Extended", "Term Refused"))
	kept: Counter = Counter()
	for wish in frappe.get_all(WISH, fields=["task", "status"]):
		kept[wish.task, "Term Asked"] += 1
		if wish.status in DECISIONS:
			kept[wish.task, DECISIONS[wish.status]] += 1
		kept[wish.task, "waits"] += wish.status == "Awaiting Decision"
	asked = frappe.get_all("Request Task", {"extension_asked_at": ("is", "set")}, pluck="name")
	written.update((task, "waits") for task in asked)
	for key in written.keys() | kept.keys():
		if written[key] != kept[key]:
			yield f"{WISH} of {key[0]}, {key[1]}: {kept[key]}, by the journal {written[key]}"


def _grounds() -> Iterator[str]:
	"""Each ground of a return stands once at its request."""
	written: Counter = Counter()
	for line in _lines("Returned"):
		written.update((line.request, mark.ground) for mark in read_grounds(line.grounds))
	marks = frappe.get_all("Return Mark", {"parentfield": "returned_for"}, ["parent", "ground"])
	kept = Counter((mark.parent, mark.ground) for mark in marks)
	for key in written.keys() | kept.keys():
		if written[key] != kept[key]:
			yield f"ground {key[1]} of {key[0]}: {kept[key]}, by the journal {written[key]}"


def _checks() -> Iterator[str]:
	"""Every result that was handed in was checked, and every file of it."""
	checked = dict(frappe.get_all(CHECK, fields=["name", "state"], as_list=True))
	files = {
		(row.attached_to_name, row.file_url): row.name
		for row in frappe.get_all(
			"File",
			{"attached_to_doctype": "Request Task"},
			["name", "file_url", "attached_to_name"],
		)
	}
	rows = frappe.get_all("Request Evidence", fields=["parent", "file"])
	wanted = {line.task for line in _lines("Executed")}
	named = {files.get((row.parent, row.file)) for row in rows if row.parent in wanted}
	for name in wanted | (named - {None}):
		if checked.get(name) != "Checked":
			yield f"{CHECK} {name}: {checked.get(name, 'is not there')}"


def _inspections() -> Iterator[str]:
	"""A request has one inspection that is open at most; asked for, called and called off it is once."""
	open_ones = frappe.get_all("Inspection", {"stage": ("in", ["Asked For", "Called"])}, pluck="request")
	steps = frappe.get_all("Inspection Step", fields=["parent", "step"])
	counts = Counter(open_ones) + Counter((row.parent, row.step) for row in steps)
	yield from (f"Inspection of {what}: {times} times" for what, times in counts.items() if times > 1)


def errors() -> Counter:
	"""Return the titles and last lines of the site's own error log."""
	rows = frappe.get_all("Error Log", fields=["method", "error"])
	return Counter(f"{row.method or ''}: {(row.error or '').strip().splitlines()[-1:]}"[:160] for row in rows)
