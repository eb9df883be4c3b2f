"""Run code of the app in a process of its own, as a worker does: what dies there dies as a worker does."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path


def in_a_process(code: str) -> subprocess.CompletedProcess:
	"""Run code of the app, connected to the test site; `messages` and `os` are there."""
	whole = f"""
		import os, frappe
		frappe.init(site={os.environ["SITE"]!r})
		frappe.connect()
		from contact_center.framework import corrections
		from contact_center.record import messages
		corrections.apply()
	"""
	code = textwrap.dedent(whole) + textwrap.dedent(code)
	sites = Path(os.environ["CONTACT_CENTER_BENCH"], "sites")
	return subprocess.run(
		[sys.executable, "-c", code], cwd=sites, capture_output=True, text=True, timeout=120, check=False
	)
