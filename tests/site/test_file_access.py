"""Photos and documents: who may look at them, and how they are sent (D1, R8.1.7)."""

import io

import frappe
import kit
import pytest
from kit_files import PDF, get, photo, unique_photo, with_evidence, with_photo
from PIL import Image

from contact_center.access import files

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
	("person", "status"),
	[
		("citizen", 200),
		("neighbour", 403),
		("stranger", 403),
		("operator", 200),
		("supervisor", 200),
		("water", 200),
		("roads", 403),
		("idler", 403),
	],
)
def test_the_requests_photo_is_seen_by_those_it_concerns(as_user, person, status):
	"""D1: applicant, operators, the executor at work on it."""
	file = with_photo(kit.registered())
	assert get(as_user(kit.email(person)), file.name).status_code == status


def test_a_guest_sees_no_file(guest):
	"""D1."""
	assert get(guest, with_photo(kit.registered()).name).status_code == 403


def test_an_executor_that_lost_the_task_sees_the_photo_no_longer(as_user):
	"""D1: while they run."""
	request = kit.registered()
	file = with_photo(request)
	kit.act(kit.task_of(request), "Not My Competence", "water", reason="Це не наша мережа")
	frappe.db.commit()
	assert get(as_user(kit.email("water")), file.name).status_code == 403


def test_the_applicant_sees_evidence_once_the_work_is_reported_done(citizen, neighbour):
	"""R8.1.7; what hangs on the task and is no evidence stays inside."""
	task = kit.accept(kit.task_of(kit.registered()))
	file = with_evidence(task)
	with kit.acting("water"):
		doc = {"doctype": "File", "attached_to_doctype": "Request Task", "attached_to_name": task.name}
		draft = frappe.get_doc(
			{**doc, "file_name": "чернетка.jpg", "content": unique_photo(), "is_private": 1}
		).insert()
	frappe.db.commit()
	assert get(citizen, file.name).status_code == 403
	kit.report(task)
	frappe.db.commit()
	assert [get(citizen, each.name).status_code for each in (file, draft)] == [200, 403]
	assert get(neighbour, file.name).status_code == 403


def test_an_executor_does_not_even_see_the_names_of_others_files():
	"""D1: the list of files too."""
	file = with_evidence(kit.accept(kit.task_of(kit.registered())))
	seen = {}
	for person in ("water", "roads", "operator"):
		with kit.acting(person):
			seen[person] = bool(frappe.get_list("File", {"name": file.name}))
	assert seen == {"water": True, "roads": False, "operator": True}


def test_a_file_is_sent_so_that_a_browser_does_not_run_it(citizen):
	"""Images open, everything else is saved; neither is guessed at."""
	request = kit.filed()
	image = with_photo(request)
	with kit.acting("citizen"):
		scan = files.attach("Request", request.name, "акт виконаних робіт.pdf", PDF)
	frappe.db.commit()
	shown, saved = get(citizen, image.name), get(citizen, scan.name)
	assert (shown.headers["Content-Type"], saved.headers["Content-Type"]) == (
		"image/jpeg",
		"application/octet-stream",
	)
	assert shown.headers["Content-Disposition"].startswith("inline")
	assert saved.headers["Content-Disposition"].startswith("attachment")
	assert {answer.headers["X-Content-Type-Options"] for answer in (shown, saved)} == {"nosniff"}
	assert {"private" in answer.headers["Cache-Control"] for answer in (shown, saved)} == {True}


def test_a_thumbnail_is_small_and_upright(citizen):
	"""A phone's photo is turned by its EXIF data; a cheap phone need not load all of it."""
	turned = Image.Exif()
	turned[0x0112] = 6
	content = io.BytesIO()
	Image.new("RGB", (1600, 800), "gray").save(content, "JPEG", exif=turned)
	file = with_photo(kit.filed(), content.getvalue())
	small = Image.open(io.BytesIO(get(citizen, file.name, small=1).content))
	assert small.size == (160, 320)


def test_a_broken_photo_breaks_nothing(citizen):
	file = with_photo(kit.filed(), photo(side=400)[:700])
	assert get(citizen, file.name, small=1).status_code == 200
	assert get(citizen, "немаєтакого").status_code == 404
