"""What citizens, operators and executors do next, by what their pages and lists show them."""

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import kit
from chaos_client import Person
from chaos_ledger import Act
from kit_files import unique_photo

API = "contact_center.portal.api."
CONTROL = "contact_center.control."
SEEN = re.compile(r'"seen": ?"([^"]+)"')
OPEN = ["Registered", "In Progress", "Rework"]
RUNNING = ["In Progress", "Rework"]
ASKED = "Awaiting Decision"
NEW_MARK = {"doctype": "Return Mark", "parentfield": "return_grounds", "__islocal": 1}
MOST_OWN = 24
"""So many requests a citizen looks after at once."""


class Citizen(Person):
	"""Files, adds, confirms, disputes, withdraws, by the account's pages."""

	def __init__(self, *args):
		super().__init__(*args)
		self.mine: list[str] = []

	def step(self) -> None:
		if len(self.mine) < 4 or random.random() < 0.35:
			self.file(with_photo=random.random() < 0.5, taps=2 if random.random() < 0.2 else 1)
		else:
			self.answer(random.choice(self.mine[-MOST_OWN:]))

	def file(self, with_photo: bool = False, taps: int = 1) -> Act:
		"""File a request by a form with a key of its own; `taps`: it is sent so often at the same moment."""
		act = self.ledger.begin(self.name, "file", "Received")
		form = {
			"classifier": random.choice([kit.LEAK, kit.POTHOLE]),
			"description": f"Тече вода і яма на дорозі, {act.mark}",
			"street": kit.STREET,
			"building": str(random.randint(1, 90)),
			"key": f"form {act.mark}",
			"files": json.dumps(self.uploaded() if with_photo else []),
		}
		with ThreadPoolExecutor(taps) as fingers:
			copies = [act] + [
				Act(act.person, act.name, act.kinds, mark=act.mark) for _each in range(taps - 1)
			]
			sent = [
				fingers.submit(self.send, each, lambda: self.post(f"{API}submit", **form)) for each in copies
			]
			answers = [each.result() for each in sent]
		for answer in answers:
			if answer is not None and answer.ok:
				act.outcome = next(copy.outcome for copy in copies if copy.is_done)
				act.answers.add(json.dumps(answer.json()["message"], sort_keys=True))
				act.document = answer.json()["message"].get("name", "")
		if act.document:
			self.mine.append(act.document)
		return act

	def uploaded(self) -> list[str]:
		act = self.ledger.begin(self.name, "upload")
		content, where = unique_photo(), f"{self.base}/api/method/{API}upload"
		answer = self.send(
			act,
			lambda: self.session.post(
				where, {"key": act.mark}, files={"file": (f"{act.mark}.jpg", content)}, timeout=60
			),
		)
		act.document = answer.json()["message"]["name"] if answer is not None and answer.ok else ""
		return [act.document] if act.document else []

	def answer(self, name: str) -> None:
		page = self.read(f"/my-requests/{name}").text
		seen = SEEN.search(page)
		offered = set(re.findall(r'data-post="(\w+)"', page)) & {
			"confirm",
			"dispute",
			"supplement",
			"cancel",
			"reopen",
		}
		if "cancel" in offered and random.random() < 0.8:
			offered.discard("cancel")
		if "confirm" in offered and random.random() < 0.8:
			offered.discard("supplement")
		if not seen or not offered:
			self.mine.remove(name)
			return
		self.do(random.choice(sorted(offered)), name, seen[1])

	def do(self, method: str, name: str, seen: str) -> None:
		kind = {
			"confirm": "Confirmed",
			"dispute": "Disputed",
			"supplement": "Commented",
			"cancel": "Cancelled",
			"reopen": "Reopened",
		}
		act = self.ledger.begin(self.name, method, kind[method], document=name, worded=method != "confirm")
		words = {"confirm": {"rating": "5"}, "dispute": {"text": f"Досі тече, {act.mark}"}}
		words["supplement"] = {"comment": f"Ще й у дворі, {act.mark}"}
		words["reopen"] = {"text": f"Тече знову, {act.mark}"}
		words["cancel"] = {"reason": f"Полагодили самі, {act.mark}"}
		self.send(act, lambda: self.post(API + method, name=name, seen=seen, **words[method]))


class Clerk(Person):
	"""Somebody at the desk."""

	def press(self, act: Act, doctype: str, name: str, action: str, **fields) -> None:
		"""Fill in the form, save it, press the button of a workflow action; a form that is outdated is opened anew."""
		doc = self.filled(doctype, name, fields)
		if not doc:
			act.said, act.outcome = "the form could not be saved", act.outcome.REFUSED
			return
		self.send(
			act, lambda: self.post("frappe.model.workflow.apply_workflow", doc=json.dumps(doc), action=action)
		)

	def filled(self, doctype: str, name: str, fields: dict) -> dict:
		for _each in range(4):
			doc = self.document(doctype, name)
			if not doc or all(doc.get(field) == value for field, value in fields.items()):
				return doc
			doc.update(fields)
			body = json.dumps({**doc, "__unsaved": 1})
			save = Act(self.name, "save", ())
			answer = self.send(
				save, lambda body=body: self.post("frappe.desk.form.save.savedocs", doc=body, action="Save")
			)
			if answer is not None and answer.ok:
				return answer.json()["docs"][0]
		return {}


class Operator(Clerk):
	"""Registers, rejects, redirects, decides about new terms, calls back, returns, closes, comments."""

	def step(self) -> None:
		if random.random() < 0.5 and (
			wishes := self.rows("Extension Request", ["name", "task"], status=ASKED)
		):
			return self.decide(random.choice(wishes))
		fields = ["name", "stage", "modified", "confirmation", "applicant_answer"]
		rows = self.rows("Request", fields, stage=["not in", ["Closed", "Cancelled", "Rejected"]])
		if not rows:
			return
		by_stage = {row["stage"]: row for row in random.sample(rows, len(rows))}
		stage = random.choice([*by_stage, *(["Moderation"] if "Moderation" in by_stage else [])])
		row = by_stage[stage]
		if random.random() < 0.12:
			return self.comment("Request", row["name"])
		{"Moderation": self.moderate, "Awaiting Confirmation": self.confirm}.get(stage, self.control)(row)

	def moderate(self, row: dict) -> None:
		if random.random() < 0.07:
			act = self.ledger.begin(self.name, "reject", "Rejected", document=row["name"])
			return self.press(
				act, "Request", row["name"], "Reject", reason=f"Не наше, {act.mark}", refusal_ground="Інше"
			)
		act = self.ledger.begin(self.name, "register", "Registered", document=row["name"], worded=False)
		self.press(act, "Request", row["name"], "Register", wording_agreed=1)

	def control(self, row: dict) -> None:
		if random.random() < 0.1:
			act = self.ledger.begin(self.name, "cancel by office", "Cancelled", document=row["name"])
			return self.press(act, "Request", row["name"], "Cancel", reason=f"Подвійна заявка, {act.mark}")
		fields = ["name", "modified", "executor"]
		tasks = self.rows("Request Task", fields, request=row["name"], stage=["in", [*OPEN, "Rejected"]])
		if not tasks:
			return
		if random.random() < 0.35:
			return self.inspect(row)
		task = random.choice(tasks)
		act = self.ledger.begin(self.name, "redirect", "Redirected", document=task["name"])
		to = random.choice([code for code in kit.EXECUTOR_OF.values() if code != task["executor"]])
		given = {
			"task": task["name"],
			"executor": to,
			"reason": f"Не їхнє, {act.mark}",
			"seen": task["modified"],
		}
		self.send(act, lambda: self.post(f"{CONTROL}redirect.redirect", **given))

	def inspect(self, row: dict) -> object:
		"""Call an inspection of the request, or call off the one that is called."""
		called = self.rows("Inspection", ["name", "modified"], request=row["name"], stage="Called")
		if called:
			act = self.ledger.begin(self.name, "call off", "Inspection Cancelled", document=row["name"])
			given = {"inspection": called[0]["name"], "seen": called[0]["modified"]}
			given["reason"] = f"Домовилися, {act.mark}"
			return self.send(act, lambda: self.post(f"{CONTROL}inspection_acts.call_off_inspection", **given))
		act = self.ledger.begin(self.name, "call inspection", "Inspection Called", document=row["name"])
		given = {"request": row["name"], "seen": row["modified"], "reason": f"Чия мережа, {act.mark}"}
		given["starts_at"] = f"{date.today() + timedelta(days=2)} 10:00:00"
		given["place"] = "вул. Перевірочна, 12"
		self.send(act, lambda: self.post(f"{CONTROL}inspections.call_inspection", **given))

	def decide(self, wish: dict) -> None:
		"""Agree to the new term that an executor asked for, or refuse it."""
		seen = self.rows("Request Task", ["modified"], name=wish["task"])
		if not seen:
			return
		given = {"request": wish["name"], "seen": seen[0]["modified"]}
		if random.random() < 0.7:
			act = self.ledger.begin(self.name, "extend", "Extended", document=wish["task"])
			method, given["answer"] = "extend", f"Погоджено, {act.mark}"
		else:
			act = self.ledger.begin(self.name, "refuse term", "Term Refused", document=wish["task"])
			method, given["reason"] = "refuse_term", f"Строку досить, {act.mark}"
		self.send(act, lambda: self.post(f"{CONTROL}extensions.{method}", **given))

	def return_for_rework(self, row: dict, **ticked) -> None:
		act = self.ledger.begin(self.name, "return for rework", "Returned", document=row["name"])
		reason = f"Не підтверджено, {act.mark}"
		self.press(act, "Request", row["name"], "Return for Rework", reason=reason, **ticked)

	def confirm(self, row: dict) -> None:
		if row["applicant_answer"] == "Disputed" and random.random() < 0.8:
			return self.return_for_rework(row)
		if not row["confirmation"] and random.random() < 0.15:
			return self.return_for_rework(row, return_grounds=[{"ground": kit.BLURRED, **NEW_MARK}])
		if row["confirmation"]:
			act = self.ledger.begin(self.name, "close", "Closed", document=row["name"], worded=False)
			return self.press(act, "Request", row["name"], "Close")
		act = self.ledger.begin(self.name, "call back", "Called Back", document=row["name"])
		outcome = random.choice(["Confirmed", "Not Confirmed", "Not Reached"])
		call = {
			"request": row["name"],
			"outcome": outcome,
			"text": f"каже, {act.mark}",
			"seen": row["modified"],
		}
		self.send(act, lambda: self.post(f"{CONTROL}confirmation.call_back", **call))

	def comment(self, doctype: str, name: str) -> None:
		act = self.ledger.begin(self.name, "comment", "Commented", document=name)
		said = {"doctype": doctype, "name": name, "text": f"Коли буде, {act.mark}"}
		self.send(act, lambda: self.post(f"{CONTROL}comments.comment", **said))


class Crew(Clerk):
	"""An executor: accepts, declines, hands over, asks for a new term or an inspection, comments, reports with evidence."""

	comment = Operator.comment

	def step(self) -> None:
		fields = ["name", "stage", "classifier", "modified", "due", "extension_asked_at", "handed_to"]
		rows = self.rows("Request Task", fields, stage=["in", OPEN])
		if not rows:
			return
		row = random.choice(rows)
		if random.random() < 0.12:
			return self.comment("Request Task", row["name"])
		if random.random() < 0.15:
			return self.hand_over(row) if random.random() < 0.6 else self.ask_for_inspection(row)
		if row["stage"] in RUNNING and row["due"] and not row["extension_asked_at"] and random.random() < 0.4:
			return self.ask_for_term(row)
		if row["stage"] in RUNNING:
			return self.report(row)
		if row["stage"] == "Registered" and random.random() < 0.15:
			act = self.ledger.begin(self.name, "decline", "Not Competent", document=row["name"])
			reason = {"reason": f"Не наше, {act.mark}"}
			return self.press(act, "Request Task", row["name"], "Not My Competence", **reason)
		act = self.ledger.begin(self.name, "accept", "Accepted", document=row["name"], worded=False)
		self.press(act, "Request Task", row["name"], "Accept")

	def hand_over(self, row: dict) -> None:
		"""To oneself, or back to all people of the executor."""
		act = self.ledger.begin(self.name, "hand over", "Handed Over", document=row["name"])
		to = {"person": "" if row["handed_to"] else kit.email(self.name), "note": f"Зранку, {act.mark}"}
		given = {"task": row["name"], "seen": row["modified"], **to}
		self.send(act, lambda: self.post(f"{CONTROL}handing.hand_over", **given))

	def ask_for_inspection(self, row: dict) -> None:
		act = self.ledger.begin(self.name, "ask inspection", "Inspection Asked", document=row["name"])
		given = {"task": row["name"], "seen": row["modified"], "reason": f"Чия мережа, {act.mark}"}
		self.send(act, lambda: self.post(f"{CONTROL}inspections.ask_for_inspection", **given))

	def ask_for_term(self, row: dict) -> None:
		act = self.ledger.begin(self.name, "ask for term", "Term Asked", document=row["name"])
		day = date.fromisoformat(row["due"][:10]) + timedelta(days=random.randint(1, 9))
		given = {
			"reason": f"Чекаємо на засувку, {act.mark}",
			"head": "Головний О. О.",
			"responsible": "Майстер П.",
		}
		given |= {"task": row["name"], "day": day.isoformat(), "seen": row["modified"]}
		self.send(act, lambda: self.post(f"{CONTROL}extension_requests.ask_for_term", **given))

	def report(self, row: dict) -> None:
		act = self.ledger.begin(self.name, "report", "Executed", document=row["name"])
		result = {**kit.RESULT, "result": f"Полагоджено, {act.mark}", "result_date": date.today().isoformat()}
		if row["classifier"] == kit.LEAK:
			photo = self.attach(row["name"])
			if not photo:
				act.said, act.outcome = "no evidence could be attached", act.outcome.REFUSED
				return
			result["evidence"] = [
				{"kind": "Photo", "file": photo, "doctype": "Request Evidence", "__islocal": 1}
			]
		self.press(act, "Request Task", row["name"], "Report Result", **result)

	def attach(self, task: str) -> str:
		act = self.ledger.begin(self.name, "attach evidence")
		content = unique_photo()
		form = {"doctype": "Request Task", "docname": task, "is_private": "1"}
		answer = self.send(
			act,
			lambda: self.session.post(
				f"{self.base}/api/method/upload_file",
				form,
				files={"file": (f"{act.mark}.jpg", content)},
				timeout=60,
			),
		)
		return answer.json()["message"]["file_url"] if answer is not None and answer.ok else ""


def everybody(base: str, ledger) -> list[Person]:
	"""Return eight people at work at once; two browsers are one citizen's."""
	return [
		Citizen(base, "citizen", ledger),
		Citizen(base, "citizen", ledger),
		Citizen(base, "neighbour", ledger),
		Operator(base, "operator", ledger),
		Operator(base, "supervisor", ledger),
		Crew(base, "water", ledger),
		Crew(base, "roads", ledger),
		Crew(base, "housing", ledger),
	]
