"""Permissions: roles, one condition a doctype, files."""
