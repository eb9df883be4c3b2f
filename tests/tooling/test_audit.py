"""`make audit` says what is known, and never takes silence for a good answer."""

import json
import sys

import pytest

AUDIT = "source scripts/lib.sh; CLONE=$PWD; source scripts/plain_venv.sh; source <(sed '$d' scripts/audit.sh | grep -v ^source); "
# Environments stand already, and one of them is looked at.
AUDIT += 'ensure_plain_venv() { PLAIN_VENV="$FAKE"; }; collect_places() { PLACES=("$FAKE"); PLAIN_VENV="$FAKE"; }; main'
SOUND = {"dependencies": [{"name": "polars", "version": "2.1.0", "vulns": []}], "fixes": []}
HOLE = {"id": "PYSEC-1", "fix_versions": ["2.2.0"], "aliases": [], "description": "-"}
HOLED = {"dependencies": [{"name": "polars", "version": "2.1.0", "vulns": [HOLE]}], "fixes": []}
UNKNOWN = {"dependencies": [{"name": "polars", "skip_reason": "not found"}], "fixes": []}
NPM_SOUND, NPM_HOLED = (
	{"vulnerabilities": {}},
	{"vulnerabilities": {"yarn": {"range": "<2", "severity": "high"}}},
)
NPM_REFUSED = {"message": "405 Method Not Allowed", "statusCode": 405}


@pytest.fixture
def audit(call, folder):
	"""Return `audit(pip, npm)`, which runs it with tools that report these; None: a tool that says it cannot."""

	def run(pip: dict | None, npm: dict | None):
		place = folder / "fake" / "bin"
		place.mkdir(parents=True)
		(place / "python").symlink_to(sys.executable)
		(folder / "pip.json").write_text(json.dumps(pip))
		(folder / "npm.json").write_text(json.dumps(npm))
		report = 'while [ "$1" != --output ]; do shift; done; '
		report += f'cat {folder}/pip.json >"$2"' if pip else 'echo "ERROR: no route to host" >&2; exit 1'
		(place / "pip-audit").write_text(f"#!/bin/bash\n{report}\n")
		answer = f"cat {folder}/npm.json" if npm else 'echo "npm warn audit 405" >&2; exit 1'
		(place / "npm").write_text(f'#!/bin/bash\n[ "$1" = install ] || {{ {answer}; }}\n')
		for name in ("pip-audit", "npm"):
			(place / name).chmod(0o755)
		return call("bash", "-c", f'PATH="{place}:$PATH"; {AUDIT}', FAKE=str(folder / "fake"))

	return run


@pytest.mark.parametrize(
	("pip", "npm", "code", "says"),
	[
		(SOUND, NPM_SOUND, 0, "nothing is known"),
		(HOLED, NPM_SOUND, 1, "polars 2.1.0: PYSEC-1, mended in 2.2.0"),
		(SOUND, NPM_HOLED, 1, "yarn <2: high"),
		(UNKNOWN, NPM_SOUND, 3, "could not ask: the service answers for none of 1 packages"),
		(None, NPM_SOUND, 3, "could not ask: ERROR: no route to host"),
		(SOUND, None, 3, "could not ask: npm warn audit 405"),
		(SOUND, NPM_REFUSED, 3, "could not ask"),
		(HOLED, None, 1, "PYSEC-1"),
	],
)
def test_what_is_known_decides_how_it_ends(audit, pip, npm, code, says):
	answer = audit(pip, npm)
	assert answer.code == code, answer
	assert says in answer.out


def test_silence_is_named_in_the_last_line(audit):
	assert "could not be asked" in audit(UNKNOWN, None).complaint
