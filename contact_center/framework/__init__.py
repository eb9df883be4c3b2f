"""Correct the framework, one module for each correction. No other package knows a version of it.

NEEDED_BY names the versions that need the module. A module has one of these: REPLACES, {path of a framework's method:
name of the function that answers in its place}; `apply`, called once a process; functions that the rest of the app
calls. A correction acts on this app's doctypes and on users with its roles; every other call goes to the framework
unchanged. `corrections.py` puts the corrections in place.
"""
