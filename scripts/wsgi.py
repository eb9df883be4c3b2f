"""Frappe for gunicorn: one site (environment variable SITE) with its static files, whatever the Host says."""

import os

import frappe.app

frappe.app._site = os.environ["SITE"]
application = frappe.app.application_with_statics()
