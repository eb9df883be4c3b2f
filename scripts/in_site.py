"""Call one function of the app in a site and commit: `in_site.py SITE dotted.path`, in the sites folder.

Unlike `bench execute` it shows the traceback of a function that fails.
"""

import sys

import frappe


def main(site: str, function: str) -> None:
	frappe.init(site=site)
	frappe.connect()
	try:
		frappe.get_attr(function)()
		frappe.db.commit()
	finally:
		frappe.destroy()


main(*sys.argv[1:])
