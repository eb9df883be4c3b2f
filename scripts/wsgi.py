"""Serve one site (environment variable SITE) and its static files by gunicorn, whatever the Host header."""

import os

import frappe.app

frappe.app._site = os.environ["SITE"]
application = frappe.app.application_with_statics()
