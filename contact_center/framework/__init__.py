"""Corrections of the framework, each with the versions that need it. Nothing else knows a version."""
