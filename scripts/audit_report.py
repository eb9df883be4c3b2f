"""Say what a report of pip-audit or npm audit knows: audit_report.py pip|npm REPORT SAID, or the manifest npm audits.

SAID is what the tool printed. Ends 0 where nothing is known, 1 where something is, 3 where the tool could not ask.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

NOTHING, KNOWN, UNASKED = 0, 1, 3


def manifest() -> int:
	"""Print a package.json of what pyproject.toml, on descriptor 3, takes from npm."""
	try:
		import tomllib
	except ImportError:  # Python 3.10: pip brings the same under another name
		from pip._vendor import tomli as tomllib
	wanted = tomllib.loads(os.fdopen(3, encoding="utf-8").read())["tool"]["contact_center"]["npm"]
	print(json.dumps({"name": "contact-center", "version": "1.0.0", "private": True, "dependencies": wanted}))
	return NOTHING


def pip_result(report: dict) -> int:
	asked = [each for each in report["dependencies"] if "skip_reason" not in each]
	skipped = sorted(each["name"] for each in report["dependencies"] if "skip_reason" in each)
	for each in asked:
		for hole in each["vulns"]:
			mended = ", ".join(hole["fix_versions"]) or "no version yet"
			print(f"    {each['name']} {each['version']}: {hole['id']}, mended in {mended}")
	if not asked:
		print(f"    could not ask: the service answers for none of {len(skipped)} packages")
		return UNASKED
	if skipped:
		print(f"    the service does not know: {', '.join(skipped)}")
	return KNOWN if any(each["vulns"] for each in asked) else NOTHING


def npm_result(report: dict) -> int:
	holes = report["vulnerabilities"]
	for name, hole in sorted(holes.items()):
		print(f"    {name} {hole['range']}: {hole['severity']}")
	return KNOWN if holes else NOTHING


def result(kind: str, report: str, said: str) -> int:
	"""Print what the report knows; where it is none, the end of what the tool said."""
	try:
		return {"pip": pip_result, "npm": npm_result}[kind](json.loads(Path(report).read_text("utf-8")))
	except (OSError, ValueError, KeyError):
		print(f"    could not ask: {next(reasons(said), 'no answer in time')}")
		return UNASKED


def reasons(said: str) -> Iterator[str]:
	"""Yield the lines that say why, the most telling first."""
	lines = Path(said).read_text("utf-8", "replace").strip().splitlines()
	yield from (line for line in lines if line.startswith(("npm warn audit", "ERROR")))
	yield from reversed(lines)


sys.exit(manifest() if sys.argv[1] == "manifest" else result(*sys.argv[1:]))
