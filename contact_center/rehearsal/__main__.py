"""Starts the command, or says what it lacks: the app itself is installed without the rehearsal's libraries."""

from __future__ import annotations

import sys


def main() -> None:
	try:
		from contact_center.rehearsal.command.cli import main as command
	except ModuleNotFoundError as missing:
		print(
			f"contact-center needs {missing.name}: pip install 'contact_center[rehearsal]'", file=sys.stderr
		)
		raise SystemExit(2) from None
	command(prog_name="contact-center")


if __name__ == "__main__":
	main()
