"""Whoever looks after the site reads that its framework has known holes; who works there does not."""

import frappe
import kit
import pytest

from contact_center import install
from contact_center.desk import boot, old_framework
from contact_center.framework import versions

pytest_plugins = ["kit_city"]
HOLES = ("CVE-2026-44208", "CVE-2026-31878", "CVE-2026-31879")


@pytest.mark.parametrize(
	("version", "floor"),
	[
		("15.44.2", "15.107.0"),
		("15.106.9", "15.107.0"),
		("15.107.0", ""),
		("15.107.0-beta", ""),
		("15.200.1", ""),
		("16.10.7", "16.17.0"),
		("16.0.0-dev", "16.17.0"),
		("16.17.0", ""),
		("17.0.0-dev", ""),
	],
)
def test_each_line_of_the_framework_has_its_floor(version, floor):
	assert versions.floor_missed(version) == floor


def warned(monkeypatch, version: str) -> str:
	"""Return what the desk of the session's user warns of on a site that runs this version."""
	monkeypatch.setattr(frappe, "__version__", version)
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	return bootinfo.contact_center["old_framework"]


@pytest.mark.parametrize("person", ["operator", "supervisor", "water", "management", "administrator"])
def test_administrators_alone_are_warned(city, monkeypatch, person):
	with kit.acting(person):
		assert bool(warned(monkeypatch, "15.44.2")) == (person == "administrator")


def test_the_warning_says_what_to_do_in_ukrainian(city, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	text = warned(monkeypatch, "16.10.7")
	assert "Frappe 16.10.7" in text and "16.17.0" in text and "bench update" in text and "Попросіть" in text
	assert all(hole in text for hole in HOLES)
	assert warned(monkeypatch, "16.17.0") == ""


@pytest.mark.parametrize(("version", "lines"), [("15.44.2", 1), ("15.107.0", 0)])
def test_install_and_migrate_say_it_in_one_line(city, monkeypatch, capsys, version, lines):
	"""What runs after an install ends as what runs after a migrate does."""
	monkeypatch.setattr(frappe, "__version__", version)
	install.after_migrate()
	assert [HOLES[0] in line for line in capsys.readouterr().out.splitlines()].count(True) == lines
