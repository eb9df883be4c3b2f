"""Serve one site (environment variable SITE) and its static files by gunicorn, whatever the Host header."""

import os

import frappe.app
from werkzeug.exceptions import NotFound

frappe.app._site = os.environ["SITE"]
without_statics = frappe.app.application
with_statics = frappe.app.application_with_statics()


def application(environ, start_response):
	"""Answer a file that is not there as an address without a page; the framework's static files raise there."""
	try:
		return with_statics(environ, start_response)
	except NotFound:
		return without_statics(environ, start_response)
