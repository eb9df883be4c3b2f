"""A file that finds no room on the server is refused in words, and nothing of it stays (R3.4, R7.6)."""

import errno
import os

import frappe
import kit
import pytest
from frappe.core.doctype.file import file as framework
from kit_files import unique_photo

from contact_center.framework import corrections
from contact_center.portal import uploads

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(params=[errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def full(request, monkeypatch):
	"""The disk takes some of the file, and no more."""

	def no_room(*_args):
		raise OSError(request.param, os.strerror(request.param))

	corrections.apply()
	monkeypatch.setattr(framework.os, "fsync", no_room)


def stored() -> set[str]:
	return set(os.listdir(frappe.get_site_path("private", "files")))


def refused(act) -> str:
	"""The kind of the problem; nothing is left."""
	before, rows = stored(), frappe.db.count("File")
	with pytest.raises(frappe.ValidationError):
		act()
	assert stored() == before and frappe.db.count("File") == rows
	return frappe.local.response["problem"]["kind"]


def test_a_citizens_photo(full):
	with kit.acting("citizen"):
		act = lambda: uploads.take(kit.email("citizen"), "двір.jpg", unique_photo())  # noqa: E731
		assert refused(act) == "No Room for File"


def test_an_executors_evidence(full):
	task = kit.task_of(kit.registered())
	assert refused(lambda: kit.hung_on(task, content=unique_photo())) == "No Room for File"


def test_files_of_others_fail_as_before(full):
	with pytest.raises(OSError):
		frappe.get_doc(
			{"doctype": "File", "file_name": "kit.txt", "content": frappe.generate_hash()}
		).insert()
