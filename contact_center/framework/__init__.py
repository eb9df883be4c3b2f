"""Corrections of the framework, one module each. Nothing else knows a version.

A module names the versions that need it in NEEDED_BY. It may hold REPLACES, the framework's methods that are asked
here first ({path: name of the function}), or `apply`, called once a process, or functions for the rest of the app to
call. Corrections act on this app's doctypes and on people with its roles; every other call stays the framework's.
`corrections.py` puts them in place.
"""
