# Older pip and bench ask for a setup.py; everything is in pyproject.toml.
from setuptools import setup

setup(name="contact_center")
