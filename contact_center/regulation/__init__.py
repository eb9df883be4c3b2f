"""The regulation as plain Python: dataclasses in, dataclasses out, no framework, no clock of its own."""
