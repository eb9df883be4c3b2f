"""What an operator corrects on a registered card: it reaches who works on it, is on record, and takes nothing away."""

import frappe
import kit
import pytest
from frappe import _
from kit import LEAK

from contact_center.record import journal

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def refused(request, **fields) -> str:
	with pytest.raises(frappe.ValidationError) as refusal:
		kit.corrected(request, **fields)
	return str(refusal.value)


def test_a_reported_task_gets_the_corrected_address():
	"""R6.3.3: the crew that is sent again goes to the right house."""
	request = kit.executed()
	kit.corrected(request, building="14", wording="Тече у другому під'їзді")
	kit.return_for_rework(request)
	task = kit.task_of(request)
	assert "14" in task.address and task.wording == "Тече у другому під'їзді"


def test_the_place_in_words_reaches_the_executor_beside_the_address():
	"""R3.4: «під'їзд 2» is what the crew needs at a long building; a list shows street and building."""
	request = kit.registered(place="під'їзд 2", latitude=47.9, longitude=33.4)
	task = kit.task_of(request)
	assert task.address.endswith("12, під'їзд 2") and "під'їзд" not in task.title
	assert task.coordinates == "47.900000, 33.400000"
	assert kit.task_of(kit.registered()).coordinates == ""


def test_a_correction_journals_the_former_value():
	request = kit.registered()
	kit.corrected(request, building="14")
	line = journal.timeline("Request", request.name)[-1]
	was = _("{0} (it was: {1})").format(_("Building"), 12)
	assert (line["kind"], line["text"]) == ("Commented", _("Corrected: {0}").format(was))


def test_a_correction_does_not_journal_the_former_applicant():
	"""D1: who may not see personal data reads the journal too."""
	request = kit.registered()
	kit.corrected(request, anonymous=1, anonymous_warned=1)
	text = journal.timeline("Request", request.name)[-1]["text"]
	assert _("Applicant") in text and kit.SURNAMES["citizen"] not in text and kit.applicant() not in text


def test_another_wording_is_agreed_anew():
	"""R5.5."""
	request = kit.registered()
	assert _("Applicant Agrees With the Wording") in refused(
		request, wording="Тече в підвалі", wording_agreed=0
	)
	assert kit.corrected(request, wording="Тече в підвалі").wording == "Тече в підвалі"


@pytest.fixture
def demanding():
	"""The entry LEAK, which needs a building now."""
	entry = frappe.get_doc("Classifier", LEAK)
	entry.append("required_fields", {"field": "building"})
	entry.save()
	yield LEAK
	frappe.db.rollback()
	frappe.clear_document_cache("Classifier", LEAK)


def test_what_the_entry_needs_is_not_taken_off(demanding):
	"""R5.11: corrected it may be."""
	request = kit.registered(classifier=demanding)
	assert _("Building") in refused(request, building="")
	assert kit.corrected(request, building="14").building == "14"


def test_the_way_of_arrival_stays():
	request = kit.registered()
	refused(request, channel="Web")
	assert kit.fresh(request).channel == "Phone"


@pytest.mark.parametrize("fields", [{"anonymous": 1, "anonymous_warned": 1}, {"applicant": "neighbour"}])
def test_the_applicant_of_a_web_request_cannot_be_changed(fields):
	"""R3.4: it would vanish from the citizen's page."""
	request = kit.filed()
	if "applicant" in fields:
		fields = {"applicant": kit.applicant("neighbour")}
	refused(request, **fields)
	assert kit.fresh(request).applicant == kit.applicant()
