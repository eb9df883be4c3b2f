"""`make backup-test` runs what docs/running.md says, on the right files, and notices what a restored site lacks."""

import json
import re
import sys

import pytest
from tooling_kit import CLONE

SCRIPT = "source scripts/bench.sh; source <(sed '$d' scripts/backup-test.sh | grep -v ^source); "
SEEN = {
	"rows": {"tabRequest": 10, "tabRequest Journal": 0},
	"logins": {"operator": True},
	"files": {"a": "5d41402a"},
}


def test_the_parts_of_a_backup_are_told_apart_by_their_names(call, folder):
	"""The public archive is not the private one, of two backups the newer is taken, and the key is the backup's."""
	parts = ("database.sql.gz", "files.tar", "private-files.tar", "site_config_backup.json")
	for moment, key in (("20261126_101500", "old="), ("20261127_101500", "k=1=")):
		for part in parts:
			name = f"{moment}-backup_contact-center_localhost-{part}"
			(folder / name).write_text(json.dumps({"db_name": "a", "encryption_key": key}))
	asked = f"BACKUPS={folder}; for part in {' '.join(parts)}; do in_backup $part; done; key_of_backup"
	*found, key = call("bash", "-c", SCRIPT + asked).out.split()
	newest = "20261127_101500-backup_contact-center_localhost-"
	assert found == [str(folder / (newest + part)) for part in parts] and key == "k=1="


def test_it_runs_every_command_of_the_page():
	page = (CLONE / "docs" / "running.md").read_text("utf-8").split("## Backup and restore")[1]
	named = re.findall(
		r"^bench (?:--site \w+ )?([a-z-]+(?: encryption_key| host_name| check-projection)?)", page, re.M
	)
	run = (CLONE / "scripts" / "backup-test.sh").read_text("utf-8")
	assert len(named) >= 8 and [each for each in named if not re.search(rf" {each}\s", run)] == []


@pytest.fixture
def compared(call, folder):
	"""Return `compared(after)`: the exit code, and the lines about what is missing."""

	def compare(after: dict, before: dict = SEEN):
		for name, seen in (("before", before), ("after", after)):
			(folder / f"{name}.json").write_text(json.dumps(seen))
		command = [
			sys.executable,
			"tests/backup/backup_compare.py",
			folder / "before.json",
			folder / "after.json",
		]
		answer = call(*map(str, command))
		return answer.code, [line.strip() for line in answer.out.splitlines() if line.startswith("      ")]

	return compare


def test_the_same_is_the_same(compared):
	assert compared(SEEN) == (0, [])


@pytest.mark.parametrize(
	("after", "missing"),
	[
		({**SEEN, "rows": {"tabRequest": 9, "tabRequest Journal": 0}}, "tabRequest: 10 -> 9"),
		({**SEEN, "rows": {"tabRequest": 10}}, "tabRequest Journal: 0 -> None"),
		({**SEEN, "rows": {**SEEN["rows"], "tabOther": 1}}, "tabOther: None -> 1"),
		({**SEEN, "logins": {"operator": False}}, "operator: True -> False"),
		({**SEEN, "files": {"a": "7d793037"}}, "a: 5d41402a -> 7d793037"),
		({"rows": SEEN["rows"], "logins": SEEN["logins"]}, "a: 5d41402a -> None"),
	],
)
def test_what_differs_is_named(compared, after, missing):
	assert compared(after) == (1, [missing])


def test_what_works_in_neither_is_no_success(compared):
	broken = {"logins": {"operator": False}, "files": {}}
	assert compared(broken, before=broken) == (1, ["operator: False in both", "nothing was seen"])
