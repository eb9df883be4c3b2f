"""Two records of one person become one, and two again, exactly (R5.2)."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import kit
import kit_city
import pytest

from contact_center.desk import applicant_form, call, lookup, merge_form
from contact_center.desk import merging as desk
from contact_center.desk.forms import KEY
from contact_center.intake import appeal_filing, applicants, duplicates, joining, merging
from contact_center.portal import queries
from contact_center.record import checking, joined

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

TABLES = (
	*("Applicant", "Applicant Phone", "Request", "Request Task", "Request Journal", "Interaction"),
	*(
		"Appeal",
		"Consultation",
		"Clearing-up Call",
		"Joined Applicant",
		"Block Memo",
		"File",
		"Communication",
	),
	*("Communication Link", "Comment", "Possible Duplicate", "Access Log", "View Log", "Version"),
)
NAME = {
	"surname": "Злитенко",
	"first_name": "Олена",
	"patronymic": "Петрівна",
	"notify_by": "Phone",
	"consent": 1,
}
COMPLAINT = {"kind": "Complaint", "about": "Contact Center", "text": "Довго чекала на лінії"}
KEPT_PHONE, MERGED_PHONE = "067 909 10 10", "067 909 20 20"


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")


@pytest.fixture
def supervisor(db):
	with kit.acting("supervisor"):
		yield


def person(phone: str, **values) -> str:
	return frappe.get_doc({"doctype": "Applicant", **NAME, "phone": phone, **values}).insert().name


@pytest.fixture
def two(supervisor):
	"""Two records of one person: (kept, merged)."""
	return person(KEPT_PHONE, email="kit-kept-1@example.com"), person(
		MERGED_PHONE, other_phones="067 909 30 30", email="kit-kept-1@example.com"
	)


def tables() -> dict[str, list]:
	return {each: frappe.db.sql(f"select * from `tab{each}` order by name") for each in TABLES}


def changed(before: dict, after: dict) -> list[str]:
	return [each for each in TABLES if before[each] != after[each]]


class refused:
	def __init__(self, kind: str):
		self.kind, self.caught = kind, pytest.raises(frappe.ValidationError)

	def __enter__(self):
		self.found = self.caught.__enter__()

	def __exit__(self, *error):
		done = self.caught.__exit__(*error)
		assert str(self.found.value.problem.kind) == self.kind
		return done


def life_of(name: str) -> dict[str, str]:
	"""Give an applicant a request of each way, a card with a consultation, a memo, a letter, a file, a comment."""
	with kit.acting("operator"):
		card = call.begin(f"life {name}", phone=MERGED_PHONE)["name"]
		call.identify(card, {"applicant": name})
		made = call.register(
			card,
			"r1",
			{
				"classifier": kit.LEAK,
				"street": kit.STREET,
				"building": "12",
				"description": "З підвалу тече вода",
				"wording_agreed": 1,
			},
		)
		call.consult(card, "c1", {"classifier": kit.LEAK, "text": "Коли дадуть воду"})
		call.end(card)
	other = kit.registered(applicant=kit.applicant("neighbour"), classifier=kit.POTHOLE)
	joining.join(other.name, name)
	memo = kit.memo(phone=MERGED_PHONE, applicant=name)
	appeal = kit.appeal(applicant=name)
	about = {"reference_doctype": "Applicant", "reference_name": name}
	letter = {"doctype": "Communication", "subject": "Відповідь", "content": "Так", **about}
	frappe.get_doc(letter).insert(ignore_permissions=True)
	comment = {
		"doctype": "Comment",
		"comment_type": "Comment",
		"content": "Просить дзвонити ввечері",
		**about,
	}
	frappe.get_doc(comment).insert(ignore_permissions=True)
	file = {"doctype": "File", "file_name": "скан.png", "content": kit.PNG, "is_private": 1}
	attached = {"attached_to_doctype": "Applicant", "attached_to_name": name}
	frappe.get_doc({**file, **attached}).insert(ignore_permissions=True)
	return {
		"request": made["request"],
		"card": card,
		"joined": other.name,
		"memo": memo.name,
		"appeal": appeal.name,
	}


def test_everything_moves_and_comes_back_exactly(two):
	kept, merged = two
	life = life_of(merged)
	before = tables()
	name = merging.merge(kept, merged)
	moved = tables()
	assert set(changed(before, moved)) == {
		*("Applicant", "Applicant Phone", "Request", "Interaction", "Joined Applicant", "Block Memo"),
		*("Appeal", "File", "Communication", "Comment", "Possible Duplicate"),
	}
	for doctype, field, which in (
		("Request", "applicant", {"name": life["request"]}),
		("Interaction", "applicant", {"name": life["card"]}),
		("Joined Applicant", "applicant", {"request": life["joined"]}),
		("Block Memo", "applicant", {"name": life["memo"]}),
		("Appeal", "applicant", {"name": life["appeal"]}),
		("Comment", "reference_name", {"content": "Просить дзвонити ввечері"}),
		("File", "attached_to_name", {"attached_to_doctype": "Applicant", "attached_to_name": ("in", two)}),
		(
			"Communication",
			"reference_name",
			{"reference_doctype": "Applicant", "reference_name": ("in", two)},
		),
	):
		assert frappe.db.get_value(doctype, which, field) == kept, doctype
	assert checking.check(life["request"]) == checking.check(life["joined"]) == []
	merging.unmerge(name)
	assert changed(before, tables()) == []
	assert frappe.db.get_value("Applicant Merge", name, ["status", "undone_by"]) == (
		"Undone",
		kit.email("supervisor"),
	)


def test_what_came_since_then_stays(two):
	kept, merged = two
	old = kit.registered(applicant=merged)
	name = merging.merge(kept, merged)
	new = kit.registered(applicant=kept)
	with kit.acting("operator"):
		card = call.begin("since then", phone=MERGED_PHONE)["name"]
		found = call.lookup(MERGED_PHONE)
		assert [caller["applicant"] for caller in found["callers"]] == [kept]
		assert {row["name"] for row in found["requests"]} == {old.name, new.name}
		call.identify(card, {"applicant": kept})
	merging.unmerge(name)
	owners = {doc.name: frappe.db.get_value("Request", doc.name, "applicant") for doc in (old, new)}
	assert owners == {old.name: merged, new.name: kept}
	assert frappe.db.get_value("Interaction", card, "applicant") == kept


def test_the_merged_one_is_found_as_the_kept_one(two):
	kept, merged = two
	name = merging.merge(kept, merged)
	with kit.acting("operator"):
		listed = {"surname": NAME["surname"]}
		assert frappe.get_list("Applicant", listed, pluck="name") == [kept]
		for text in (MERGED_PHONE, "9093030", "kit-kept-1@example.com", "злитенко"):
			rows = lookup.applicants("Applicant", text, "name", 0, 20, None)
			assert [row[0] for row in rows] == [kept], text
		assert lookup.find(text=MERGED_PHONE)["applicants"] == [kept]
	doc = frappe.get_doc("Applicant", merged)
	assert doc.merged_into == kept
	shown = frappe.get_doc("Applicant", kept)
	applicant_form.load(shown)
	[row] = shown.get("__onload")[KEY]["merges"]
	assert (row["name"], row["full_name"]) == (name, "Злитенко Олена Петрівна")
	assert shown.get("__onload")[KEY]["duplicates"] == []
	record = frappe.get_doc("Applicant Merge", name)
	merge_form.load(record)
	brought = record.get("__onload")[KEY]
	assert brought["may_undo"] and [each["applicant"] for each in brought["people"]] == [kept, merged]


def test_a_number_of_the_merged_one_outlives_a_correction_of_the_kept_one(two):
	kept, merged = two
	name = merging.merge(kept, merged)
	doc = frappe.get_doc("Applicant", kept)
	doc.phone = "067 909 40 40"
	doc.save()
	with kit.acting("operator"):
		for phone in (MERGED_PHONE, "067 909 30 30", "067 909 40 40"):
			assert [each["applicant"] for each in call.lookup(phone)["callers"]] == [kept]
		merging.unmerge(name)
		assert [each["applicant"] for each in call.lookup(MERGED_PHONE)["callers"]] == [merged]
		assert [each["applicant"] for each in call.lookup("067 909 40 40")["callers"]] == [kept]


def test_nobody_files_under_the_merged_one(two):
	kept, merged = two
	request = kit.registered(applicant=kit.applicant("neighbour"))
	merging.merge(kept, merged)
	with refused("Applicant Merged"):
		kit.registered(applicant=merged)
	with refused("Applicant Merged"):
		joining.join(request.name, merged)
	with refused("Applicant Merged"):
		kit.memo(applicant=merged)
	with refused("Applicant Merged"):
		kit.appeal(applicant=merged)
	with kit.acting("operator"), refused("Applicant Merged"):
		call.identify(call.begin("merged one")["name"], {"applicant": merged})
	with refused("Applicant Merged"):
		doc = frappe.get_doc("Applicant", merged)
		doc.first_name = "Ольга"
		doc.save()
	assert applicants.by_contact("Злитенко Олена Петрівна", MERGED_PHONE) == kept


def test_who_calls_under_a_merged_spelling_is_the_kept_one(supervisor):
	kept = person(KEPT_PHONE, street=kit.STREET, building="12")
	merged = person(MERGED_PHONE, surname="Злітенко")
	merging.merge(kept, merged)
	said = {**NAME, "surname": "Злітенко", "phone": MERGED_PHONE, "building": "14", "email": "z@example.com"}
	with kit.acting("operator"):
		card = call.begin("merged spelling", phone=MERGED_PHONE)["name"]
		named = call.identify(card, {"new": {**said, "street": kit.STREET}})["applicant"]["applicant"]
	assert named == kept == applicants.by_contact("Злітенко Олена Петрівна", MERGED_PHONE)
	record = frappe.get_doc("Applicant", kept)
	assert (record.surname, record.phone) == ("Злитенко", "+380679091010")
	assert (record.building, record.email) == ("12", "z@example.com")


@pytest.mark.parametrize(
	("pair", "kind"),
	[
		(lambda kept, merged: (kept, kept), "Merge With Itself"),
		(lambda kept, merged: (kept, "немає"), "Unknown Applicant"),
		(lambda kept, merged: (kit.applicant(), kit.applicant("neighbour")), "Two Accounts"),
	],
)
def test_what_cannot_be_merged_says_why(pair, kind, two):
	before = tables()
	with refused(kind):
		desk.preview(*pair(*two))
	with refused(kind):
		desk.merge(*pair(*two))
	assert changed(before, tables()) == []


def test_what_is_merged_is_not_merged_again_and_undone_once(two):
	kept, merged = two
	third = person("067 909 50 50")
	name = merging.merge(kept, merged)
	for pair in ((kept, merged), (merged, kept), (third, merged), (merged, third)):
		with refused("Merged Already"):
			merging.merge(*pair)
	merging.unmerge(name)
	for wrong in (name, "немає"):
		with refused("Merge Undone"):
			merging.unmerge(wrong)
	assert merging.merge(merged, kept)


def test_mergings_are_undone_from_the_last_one(two):
	kept, merged = two
	last = person("067 909 50 50")
	request = kit.registered(applicant=merged)
	before = tables()
	first_merge = merging.merge(kept, merged)
	second_merge = merging.merge(last, kept)
	assert frappe.db.get_value("Request", request.name, "applicant") == last
	assert {row.merged for row in merging.merged_into(last)} == {kept, merged}
	with refused("Kept Applicant Merged Since"):
		merging.unmerge(first_merge)
	merging.unmerge(second_merge)
	assert frappe.db.get_value("Request", request.name, "applicant") == kept
	merging.unmerge(first_merge)
	assert changed(before, tables()) == []


def test_the_account_goes_along_and_its_owner_sees_what_is_merged(two):
	kept, _other = two
	by_phone, account = kit.registered(applicant=kept), kit.applicant()
	own = kit.filed()
	before = tables()
	name = merging.merge(kept, account)
	assert applicants.of_user(kit.email("citizen")) == kept
	assert {own.name, by_phone.name} <= {
		row["name"] for row in queries.my_requests(kit.email("citizen"))["rows"]
	}
	merging.unmerge(name)
	assert applicants.of_user(kit.email("citizen")) == account
	assert changed(before, tables()) == []


def test_what_was_filed_in_the_account_since_then_stays_with_it(two):
	kept, _other = two
	account, others = kit.applicant(), kit.registered(applicant=kit.applicant("neighbour"))
	called = kit.registered(applicant=kit.applicant("neighbour"))
	name = merging.merge(kept, account)
	by_phone = kit.registered(applicant=kept)
	filed = kit.filed()
	with kit.acting("citizen"):
		appeal = appeal_filing.file_from_portal(kit.email("citizen"), COMPLAINT)
		joining.join(others.name, kept)
	with kit.acting("operator"):
		joining.join(called.name, kept)
	merging.unmerge(name)
	assert applicants.of_user(kit.email("citizen")) == account
	email = frappe.db.get_value("Applicant", account, "email")
	asked = ["applicant", "applicant_email"]
	assert frappe.db.get_value("Request", filed.name, asked) == (account, email)
	assert frappe.db.get_value("Interaction", kit.fresh(filed).interaction, "applicant") == account
	assert frappe.db.get_value("Appeal", appeal.name, "applicant") == account
	assert frappe.db.get_value("Joined Applicant", {"request": others.name}, asked) == (account, email)
	assert frappe.db.get_value("Joined Applicant", {"request": called.name}, "applicant") == kept
	assert frappe.db.get_value("Request", by_phone.name, "applicant") == kept
	mine = {row["name"] for row in queries.my_requests(kit.email("citizen"))["rows"]}
	assert {filed.name, others.name} <= mine and not {by_phone.name, called.name} & mine
	assert [checking.check(each.name) for each in (filed, by_phone, others, called)] == [[]] * 4


def test_the_kept_one_hears_of_what_the_merged_one_alone_is_still_joined_to(two):
	kept, merged = two
	request = kit.registered(applicant=kit.applicant("neighbour"))
	for who in two:
		joining.join(request.name, who)
	joining.leave(request.name, kept)
	before = tables()
	name = merging.merge(kept, merged)
	assert joined.has_joined(request.name, kept) and not joined.has_joined(request.name, merged)
	assert kit.fresh(request).joined_count == 1 and checking.check(request.name) == []
	merging.unmerge(name)
	assert changed(before, tables()) == []
	again = merging.merge(kept, merged)
	joining.leave(request.name, kept)
	merging.unmerge(again)
	assert not any(joined.has_joined(request.name, who) for who in two)
	assert kit.fresh(request).joined_count == 0 and checking.check(request.name) == []


def test_from_whom_the_merged_one_differs_the_kept_one_does_too(two):
	kept, merged = two
	other = person(MERGED_PHONE, first_name="Олнеа")
	[row] = [each for each in duplicates.of_applicants([merged])[merged] if each["other"] == other]
	duplicates.decide(row["name"], duplicates.DIFFERENT)
	before = tables()
	name = merging.merge(kept, merged)
	assert other not in [each["other"] for each in duplicates.of_applicants([kept])[kept]]
	pair = "-".join(sorted((kept, other)))
	said = ["status", "decided_by", "reasons"]
	assert frappe.db.get_value("Possible Duplicate", pair, said) == frappe.db.get_value(
		"Possible Duplicate", row["name"], said
	)
	merging.unmerge(name)
	assert changed(before, tables()) == []


def test_messages_go_to_their_applicant_again(two):
	"""D1: the kept one's new e-mail does not stay on the other one's requests."""
	kept, merged = two
	frappe.db.set_value("Applicant", merged, "email", "kit-merged-own@example.com")
	request, other = kit.registered(applicant=merged), kit.registered(applicant=kit.applicant("neighbour"))
	joining.join(other.name, merged)

	def addressed() -> set[str]:
		joined = {"request": other.name}
		return {
			frappe.db.get_value("Request", request.name, "applicant_email"),
			frappe.db.get_value("Joined Applicant", joined, "applicant_email"),
		}

	name = merging.merge(kept, merged)
	doc = frappe.get_doc("Applicant", kept)
	doc.email = "kit-kept-new@example.com"
	doc.save()
	assert addressed() == {"kit-kept-new@example.com"}
	merging.unmerge(name)
	assert addressed() == {"kit-merged-own@example.com"}


def test_nobody_joins_twice_nor_ones_own(two):
	kept, merged = two
	twice = kit.registered(applicant=kit.applicant("neighbour"))
	of_kept, of_merged = kit.registered(applicant=kept), kit.registered(applicant=merged)
	for request, who in ((twice, kept), (twice, merged), (of_kept, merged), (of_merged, kept)):
		joining.join(request.name, who)
	requests = (twice, of_kept, of_merged)
	before = tables()

	def counted() -> list[int]:
		return [frappe.db.get_value("Request", each.name, "joined_count") for each in requests]

	assert counted() == [2, 1, 1]
	name = merging.merge(kept, merged)
	assert counted() == [1, 0, 0]
	assert [checking.check(each.name) for each in requests] == [[], [], []]
	merging.unmerge(name)
	assert counted() == [2, 1, 1]
	assert [checking.check(each.name) for each in requests] == [[], [], []]
	assert changed(before, tables()) == ["Request Journal"]


def test_who_looked_stays_on_record(two):
	"""D2."""
	kept, merged = two
	with kit.acting("operator"):
		call.lookup(MERGED_PHONE)
	about = {"reference_document": merged, "user": kit.email("operator")}
	looked = frappe.db.count("Access Log", about)
	assert looked
	desk.preview(kept, merged)
	assert frappe.db.exists("Access Log", {"reference_document": merged, "method": "Applicants Compared"})
	merging.merge(kept, merged)
	assert frappe.db.count("Access Log", about) == looked


def test_the_pair_is_decided_and_comes_back(two):
	kept, merged = two
	assert [row["other"] for row in duplicates.of_applicants([kept])[kept]] == [merged]
	name = desk.merge(kept, merged)["merge"]
	pair = "-".join(sorted(two))
	assert frappe.db.get_value("Possible Duplicate", pair, "status") == "Merged"
	assert duplicates.of_applicants([kept])[kept] == []
	desk.unmerge(name)
	assert [row["other"] for row in duplicates.of_applicants([kept])[kept]] == [merged]


def test_the_question_shows_both_and_what_moves(two):
	kept, merged = two
	life_of(merged)
	asked = desk.preview(kept, merged)
	assert [each["applicant"] for each in asked["people"]] == [kept, merged]
	assert asked["moves"] == [
		"Заявки: 1",
		"Звернення: 1",
		"Приєднання до чужих заявок: 1",
		"Картки розмов: 1",
		"Доповідні записки: 1",
		"Телефони: 2",
		"Листи й коментарі: 3",
		"Файли: 1",
	]
	assert asked["account"] == ""
	assert desk.preview(kept, kit.applicant())["account"].startswith("Заявниченко")


def test_merging_costs_the_same_however_much_moves(two):
	kept, merged = two

	def cost() -> int:
		with kit.counting_queries() as asked:
			name = merging.merge(kept, merged)
			merging.unmerge(name)
		return len(asked)

	kit.registered(applicant=merged)
	cost()
	few = cost()
	for _number in range(5):
		kit.registered(applicant=merged)
	cost()
	assert cost() == few


OTHERS = [
	"operator",
	"water",
	"idler",
	"management",
	"administrator",
	"sysadmin",
	"citizen",
	"stranger",
	"Guest",
]


@pytest.mark.parametrize("person_", OTHERS)
def test_only_a_supervisor_merges(person_, rest, world):
	client, (one, other) = rest(person_), kit.twins()
	for method, sent in (
		("preview", {"kept": one, "merged": other}),
		("merge", {"kept": one, "merged": other}),
		("unmerge", {"merge": world.merge}),
	):
		assert client.call(f"contact_center.desk.merging.{method}", **sent).status_code == 403
	if person_ != "operator":
		answer = client.get(f"/api/resource/Applicant Merge/{world.merge}", fields=["*"])
		assert answer.status_code == 403 and "Єдиненко" not in answer.text


@pytest.mark.parametrize("person_", ["operator", "supervisor", "administrator", "sysadmin"])
def test_nobody_writes_a_merging_by_rest(person_, rest, world, untouched):
	client, path = rest(person_), f"/api/resource/Applicant Merge/{world.merge}"
	assert client.put(path, {"status": "Undone"}).status_code == 403
	assert client.delete(path).status_code == 403
	assert client.post("/api/resource/Applicant Merge", {"kept": world.applicant}).status_code == 403


def test_nobody_points_an_applicant_elsewhere_by_the_form(two):
	kept, merged = two
	for name in ("operator", "supervisor"):
		with kit.acting(name):
			doc = frappe.get_doc("Applicant", merged)
			doc.merged_into = kept
			doc.save()
		assert not frappe.db.get_value("Applicant", merged, "merged_into")


@pytest.fixture
def committed(city):
	"""Two records of one person, committed; taken away again."""
	with kit.acting("supervisor"):
		pair = (
			person("067 909 60 60", email="kit-c-1@example.com"),
			person("067 909 60 60", email="kit-c-2@example.com"),
		)
	frappe.db.commit()
	yield pair
	frappe.db.rollback()
	for name in pair:
		for side in ("kept", "merged"):
			frappe.db.delete("Applicant Merge", {side: name})
		for side in ("applicant", "other"):
			frappe.db.delete("Possible Duplicate", {side: name})
		frappe.db.delete("Applicant Phone", {"applicant": name})
		kit_city.remove_requests(frappe.get_all("Request", {"applicant": name}, pluck="name"))
	frappe.db.delete("Applicant", {"name": ("in", pair)})
	frappe.db.commit()


def test_of_two_who_merge_crosswise_one_wins(committed, rest, world):
	one, other = committed
	client = rest("supervisor")

	def merge(pair):
		return client.call("contact_center.desk.merging.merge", kept=pair[0], merged=pair[1])

	with ThreadPoolExecutor(2) as pool:
		answers = list(pool.map(merge, [(one, other), (other, one)]))
	codes = sorted(answer.status_code for answer in answers)
	assert codes == [200, 417], [answer.text[:300] for answer in answers]
	[lost] = [answer for answer in answers if answer.status_code == 417]
	assert lost.json()["problem"]["kind"] == "Merged Already"
	frappe.db.rollback()
	pointing = [frappe.db.get_value("Applicant", name, "merged_into") for name in committed]
	assert sorted(map(bool, pointing)) == [False, True]


def test_a_request_that_is_filed_meanwhile_is_the_kept_ones_or_refused_in_words(committed, rest, world):
	kept, merged = committed
	operator, supervisor = rest("operator"), rest("supervisor")
	wanted = kit.values(applicant=merged)

	def act(number):
		if number == 2:
			return supervisor.call("contact_center.desk.merging.merge", kept=kept, merged=merged)
		return operator.post("/api/resource/Request", wanted)

	with ThreadPoolExecutor(5) as pool:
		answers = list(pool.map(act, range(5)))
	assert answers[2].ok, answers[2].text[:300]
	for answer in answers[:2] + answers[3:]:
		assert answer.ok or answer.json()["problem"]["kind"] == "Applicant Merged", answer.text[:300]
	frappe.db.rollback()
	assert frappe.db.count("Request", {"applicant": merged}) == 0
	filed = sum(answer.ok for answer in answers) - 1
	assert frappe.db.count("Request", {"applicant": kept}) == filed
