"""A memo about a caller, its approval, the number's block and its end (R5.8): each step by its own person, all on record."""

from datetime import timedelta

import frappe
import kit
import pytest

from contact_center import policy
from contact_center.intake import blocks, filing, memos
from contact_center.portal import api, joining
from contact_center.record import clock
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

PHONE = "+380671110001"
"""The citizen's."""
OUTSIDERS = ("water", "management", "citizen", "stranger")
STEPS = {
	"approve": {"supervisor"},
	"decline": {"supervisor"},
	"block": {"administrator", "sysadmin"},
}


def step(name: str, memo, by: str, **values) -> None:
	with kit.acting(by):
		getattr(memos, name)(memo.name, **values)


def approved(**other):
	memo = kit.memo(**other)
	step("approve", memo, "supervisor")
	return memo


def blocked(days: int = 3, **other):
	"""Block a number by all its steps; return the memo and the block."""
	memo = approved(**other)
	step("block", memo, "administrator", days=days)
	return kit.fresh(memo), frappe.get_doc("Phone Block", {"memo": memo.name})


def lift(block, by: str = "administrator", reason: str = "Помилилися номером") -> None:
	with kit.acting(by):
		memos.lift(block.name, reason)


def kind_of(refusal) -> Kind:
	return refusal.value.problem.kind


def test_every_step_is_on_record_with_who_when_and_why():
	memo, block = blocked()
	lift(block)
	steps = [(row.step, row.taken_by, row.reason or "") for row in kit.fresh(memo).steps]
	assert steps == [
		("Awaiting Approval", kit.email("operator"), ""),
		("Approved", kit.email("supervisor"), ""),
		("Number Blocked", kit.email("administrator"), ""),
		("Block Lifted", kit.email("administrator"), "Помилилися номером"),
	]
	assert all(row.taken_at for row in kit.fresh(memo).steps)
	assert kit.fresh(memo).stage == "Block Lifted"
	block = kit.fresh(block)
	assert (block.blocked_by, block.lifted_by) == (kit.email("administrator"),) * 2
	assert block.lift_reason == "Помилилися номером"


def test_a_block_is_known_in_words_until_its_term_is_over():
	with clock.at(kit.MONDAY):
		blocked(days=3)
		assert blocks.block_of(PHONE) == {"until": "05.03.2026, 10:00", "reason": frappe._("Insults")}
	with clock.at(kit.MONDAY + timedelta(days=3, seconds=-1)):
		assert blocks.block_of(PHONE)
	with clock.at(kit.MONDAY + timedelta(days=3)):
		assert blocks.block_of(PHONE) is None


def test_the_term_is_that_of_the_settings_where_none_is_named(db):
	db.set_single_value("Contact Center Settings", "block_days", 7)
	with clock.at(kit.MONDAY):
		_memo, block = blocked(days=0)
	assert str(block.until) == "2026-03-09 10:00:00"


def test_days_count_by_the_citys_clock():
	"""R4.7: over the change to summer time a block ends at the same hour."""
	with clock.at(kit.MONDAY.replace(day=28)):
		_memo, block = blocked(days=1)
	assert str(block.until) == "2026-03-29 10:00:00" and str(block.until_utc) == "2026-03-29 07:00:00"


def test_a_lifted_block_lets_the_number_through():
	_memo, block = blocked()
	lift(block)
	assert blocks.block_of(PHONE) is None


def test_the_same_number_may_be_blocked_again_after_the_first_block():
	with clock.at(kit.MONDAY):
		blocked(days=1)
	with clock.at(kit.MONDAY + timedelta(days=2)):
		blocked(days=1)
		assert blocks.block_of(PHONE)["until"] == "05.03.2026, 10:00"


def test_whether_a_number_is_blocked_is_one_query_by_its_index(db):
	blocked()
	before = db.sql("show session status like 'Com_select'")[0][1]
	blocks.block_of(PHONE)
	assert int(db.sql("show session status like 'Com_select'")[0][1]) - int(before) == 1
	plan = db.sql(
		"explain select name from `tabPhone Block` where phone = %s and until_utc > now()",
		PHONE,
		as_dict=True,
	)
	assert plan[0]["key"] == "phone_until_utc_index"


def test_no_number_is_blocked_without_one():
	assert blocks.block_of("") is None and blocks.in_force([None, ""]) is None


@pytest.mark.parametrize(
	("name", "person"),
	[(name, person) for name in STEPS for person in kit.PEOPLE if person not in STEPS[name]],
)
def test_nobody_takes_anothers_step(name, person):
	memo = approved() if name == "block" else kit.memo()
	with pytest.raises(frappe.PermissionError):
		step(name, memo, person, **({"reason": "так"} if name == "decline" else {}))
	assert len(kit.fresh(memo).steps) == (2 if name == "block" else 1)
	assert blocks.block_of(PHONE) is None


@pytest.mark.parametrize(
	"person", [person for person in kit.PEOPLE if person not in ("administrator", "sysadmin")]
)
def test_nobody_else_lifts_a_block(person):
	_memo, block = blocked()
	with pytest.raises(frappe.PermissionError):
		lift(block, person)
	assert blocks.block_of(PHONE)


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_who_takes_calls_writes_memos(person):
	memo = kit.memo(person)
	assert memo.phone == PHONE and memo.stage == "Awaiting Approval"


@pytest.mark.parametrize("person", [*OUTSIDERS, "administrator", "idler"])
def test_nobody_else_writes_memos(person):
	with pytest.raises(frappe.PermissionError):
		kit.memo(person)


@pytest.mark.parametrize("person", [*OUTSIDERS, "idler"])
@pytest.mark.parametrize("doctype", ["Block Memo", "Phone Block"])
def test_memos_and_blocks_are_hidden_from_everybody_else(person, doctype):
	memo, block = blocked()
	name = memo.name if doctype == "Block Memo" else block.name
	with kit.acting(person):
		assert not frappe.has_permission(doctype, doc=frappe.get_doc(doctype, name))
		with pytest.raises(frappe.PermissionError):
			frappe.get_list(doctype)


def test_who_wrote_a_memo_does_not_decide_on_it():
	memo = kit.memo("supervisor")
	for name, values in (("approve", {}), ("decline", {"reason": "передумав"})):
		with pytest.raises(frappe.ValidationError) as refusal:
			step(name, memo, "supervisor", **values)
		assert kind_of(refusal) is Kind.OWN_MEMO


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_memo_is_declined_with_a_reason(reason):
	memo = kit.memo()
	with pytest.raises(frappe.ValidationError) as refusal:
		step("decline", memo, "supervisor", reason=reason)
	assert kind_of(refusal) is Kind.MEMO_REASON_NEEDED
	step("decline", memo, "supervisor", reason="Людина вибачилася")
	assert kit.fresh(memo).stage == "Declined"


def test_an_approval_is_taken_back_until_the_number_is_blocked():
	memo = approved()
	step("decline", memo, "supervisor", reason="Номер дитячої лікарні")
	with pytest.raises(frappe.ValidationError) as refusal:
		step("block", memo, "administrator", days=3)
	assert kind_of(refusal) is Kind.MEMO_DECIDED and blocks.block_of(PHONE) is None


@pytest.mark.parametrize("name", ["approve", "decline"])
def test_what_is_blocked_is_decided(name):
	memo, _block = blocked()
	with pytest.raises(frappe.ValidationError) as refusal:
		step(name, memo, "supervisor", **({"reason": "ні"} if name == "decline" else {}))
	assert kind_of(refusal) is Kind.MEMO_DECIDED


def test_an_undecided_memo_blocks_nobody():
	memo = kit.memo()
	with pytest.raises(frappe.ValidationError) as refusal:
		step("block", memo, "administrator", days=3)
	assert kind_of(refusal) is Kind.MEMO_DECIDED


@pytest.mark.parametrize("days", [-1, 366, 10**9])
def test_a_senseless_term_is_refused(days):
	memo = approved()
	with pytest.raises(frappe.ValidationError) as refusal:
		step("block", memo, "administrator", days=days)
	assert kind_of(refusal) is Kind.BLOCK_DAYS and kit.fresh(memo).stage == "Approved"


def test_a_number_is_blocked_once_at_a_time(db):
	blocked()
	second = approved()
	db.savepoint("undecided")
	with pytest.raises(frappe.ValidationError) as refusal:
		step("block", second, "administrator", days=9)
	assert kind_of(refusal) is Kind.BLOCKED_ALREADY
	db.rollback(save_point="undecided")
	assert kit.fresh(second).stage == "Approved"


def test_a_second_click_changes_nothing():
	memo = kit.memo()
	for _click in range(2):
		step("approve", memo, "supervisor")
	for _click in range(2):
		step("block", memo, "administrator", days=2)
	block = frappe.get_doc("Phone Block", {"memo": memo.name})
	for _click in range(2):
		lift(block)
	assert len(kit.fresh(memo).steps) == 4 and frappe.db.count("Phone Block", {"memo": memo.name}) == 1


def test_a_block_whose_term_is_over_is_not_lifted():
	with clock.at(kit.MONDAY):
		_memo, block = blocked(days=1)
	with clock.at(kit.MONDAY + timedelta(days=1)), pytest.raises(frappe.ValidationError) as refusal:
		lift(block)
	assert kind_of(refusal) is Kind.BLOCK_IS_OVER


@pytest.mark.parametrize("person", ["operator", "supervisor", "administrator", "sysadmin", "Administrator"])
def test_nothing_is_rewritten_or_deleted(person):
	memo, block = blocked()
	for doc, field in ((memo, "what_was_said"), (memo, "phone"), (block, "lift_reason")):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			kit.fresh(doc).update({field: "+380671110002"}).save()
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			frappe.delete_doc(doc.doctype, doc.name)


def test_a_writer_cannot_bring_steps_or_a_stage_along():
	forged = {"step": "Approved", "taken_by": kit.email("supervisor"), "reason": "так"}
	memo = kit.memo(stage="Approved", steps=[forged])
	assert [row.step for row in kit.fresh(memo).steps] == ["Awaiting Approval"]
	assert kit.fresh(memo).stage == "Awaiting Approval"


@pytest.mark.parametrize("phone", ["", "сусід", "067 123", "0671110001, 0671110002"])
def test_a_memo_names_one_number(phone):
	with pytest.raises(frappe.ValidationError):
		kit.memo(phone=phone)


def test_what_was_said_is_no_markup():
	memo = kit.memo(what_was_said="<img src=x onerror=alert(1)> ледарі")
	assert "<img" not in memo.what_was_said


def test_the_administrator_does_not_see_who_it_was():
	"""D1: the number alone is needed to block it."""
	memo = approved(applicant=kit.applicant())
	with kit.acting("administrator"):
		assert "applicant" not in {
			field
			for row in frappe.get_list("Block Memo", {"name": memo.name}, "*")
			for field, value in row.items()
			if value
		}


def file(**other):
	with kit.acting("citizen"):
		return filing.file_from_portal(kit.email("citizen"), {**kit.values(), "consent": 1, **other})


def test_a_blocked_number_files_nothing_new_in_its_account():
	blocked()
	with pytest.raises(frappe.ValidationError) as refusal:
		file()
	problem = refusal.value.problem
	assert problem.kind is Kind.NUMBER_BLOCKED
	assert policy.settings().block_appeal in str(refusal.value)


def test_another_number_in_the_form_is_no_way_round():
	blocked()
	with pytest.raises(frappe.ValidationError) as refusal:
		file(phone="067 999 88 77")
	assert kind_of(refusal) is Kind.NUMBER_BLOCKED
	assert frappe.db.get_value("Applicant", kit.applicant(), "phone") == PHONE


def test_whoever_writes_a_blocked_number_into_the_form_is_refused_too():
	blocked(phone="067 999 88 77")
	with pytest.raises(frappe.ValidationError) as refusal:
		file(phone="(067) 999-88-77")
	assert kind_of(refusal) is Kind.NUMBER_BLOCKED


def test_an_emergency_is_taken_from_anybody(db):
	db.set_value("Classifier", kit.SOS, "is_public", 1)
	frappe.clear_document_cache("Classifier", kit.SOS)
	blocked()
	assert file(classifier=kit.SOS).stage == "Moderation"


def files_nothing_with_its_own_number() -> bool:
	assert frappe.db.get_value("Applicant", kit.applicant(), "phone") == PHONE
	with pytest.raises(frappe.ValidationError) as refusal:
		file()
	return kind_of(refusal) is Kind.NUMBER_BLOCKED


def test_an_emergency_with_another_number_sheds_no_block(db):
	db.set_value("Classifier", kit.SOS, "is_public", 1)
	frappe.clear_document_cache("Classifier", kit.SOS)
	blocked()
	assert file(classifier=kit.SOS, phone="067 999 88 77").stage == "Moderation"
	assert files_nothing_with_its_own_number()


def test_another_number_in_the_details_sheds_no_block():
	blocked()
	with kit.acting("citizen"):
		api.save_details(phone="(067) 111-00-01")
		with pytest.raises(frappe.ValidationError) as refusal:
			api.save_details(phone="067 999 88 77")
	assert kind_of(refusal) is Kind.NUMBER_BLOCKED
	assert files_nothing_with_its_own_number()


def test_joining_with_another_number_sheds_no_block():
	blocked()
	request = kit.registered(applicant=kit.applicant("neighbour"))
	with kit.acting("citizen"):
		joining.join(request.name, kit.STREET, "12", kit.LEAK, phone="067 999 88 77")
	assert kit.fresh(request).joined_count == 1
	assert files_nothing_with_its_own_number()


def test_a_number_that_is_not_blocked_is_changed():
	blocked(phone="067 999 88 77")
	with kit.acting("citizen"):
		api.save_details(phone="067 999 88 66")
	assert frappe.db.get_value("Applicant", kit.applicant(), "phone") == "+380679998866"


def test_what_was_filed_before_goes_on():
	"""A block stops new requests only: the applicant still answers and withdraws."""
	request = kit.filed()
	blocked()
	with kit.acting("citizen"):
		filing.withdraw(request.name, kit.email("citizen"), "вже не треба", kit.version(request))
	assert kit.fresh(request).stage == "Cancelled"


def test_after_the_term_requests_are_taken_again():
	with clock.at(kit.MONDAY):
		blocked(days=1)
	with clock.at(kit.MONDAY + timedelta(days=1)):
		assert file().stage == "Moderation"


@pytest.mark.parametrize("method", ["approve", "decline", "block", "lift"])
def test_a_step_is_taken_by_post_alone(rest, world, method):
	answer = rest("supervisor").get(f"/api/method/contact_center.intake.memos.{method}", memo="x", block="x")
	assert answer.status_code == 403
