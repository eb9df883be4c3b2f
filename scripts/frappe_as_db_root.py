"""Run a frappe command that needs the database's root user; name and password come from the environment."""

import os
import sys

from frappe.utils.bench_helper import main

of_site, (command, *rest) = [], sys.argv[1:]
if command == "--site":
	of_site, (command, *rest) = [command, rest[0]], rest[1:]
sys.argv = [
	"bench",
	"frappe",
	*of_site,
	command,
	"--db-root-username",
	os.environ.pop("DB_ROOT_USER"),
	"--db-root-password",
	os.environ.pop("DB_ROOT_PASSWORD"),
	*rest,
]
main()
