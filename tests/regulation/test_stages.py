import pytest

from contact_center.regulation.stages import request_stage, stage_in_request


@pytest.mark.parametrize(
	"tasks, expected",
	[
		([], "Registered"),
		(["Registered"], "Registered"),
		(["Rejected"], "Registered"),
		(["Rejected", "Cancelled"], "Registered"),
		(["In Progress"], "In Progress"),
		(["Registered", "In Progress"], "In Progress"),
		(["Registered", "Awaiting Confirmation"], "In Progress"),
		(["Registered", "Closed"], "In Progress"),
		(["Rework", "In Progress"], "Rework"),
		(["Rework", "Awaiting Confirmation"], "Rework"),
		(["Awaiting Confirmation"], "Awaiting Confirmation"),
		(["Awaiting Confirmation", "Rejected"], "Awaiting Confirmation"),
		(["Awaiting Confirmation", "Closed"], "Awaiting Confirmation"),
		(["Closed", "Closed"], "Awaiting Confirmation"),
	],
)
def test_a_request_takes_its_stage_from_its_tasks_and_is_never_closed_by_them(tasks, expected):
	assert str(request_stage(tasks)) == expected


@pytest.mark.parametrize(
	"lead, awaits_redirect, expected",
	[
		(True, True, "In Progress"),
		(True, False, "Awaiting Confirmation"),
		(False, True, "Awaiting Confirmation"),
	],
)
def test_r7_2_what_the_lead_declined_is_owed_until_it_is_redirected(lead, awaits_redirect, expected):
	"""Nobody confirms work whose main part nobody did; without one of the others the rest go on."""
	declined = stage_in_request("Rejected", lead, awaits_redirect)
	assert str(request_stage([declined, "Awaiting Confirmation"])) == expected
	assert str(request_stage([declined])) == "Registered"
