"""The regulation as pure functions over dataclasses: no framework, no database, no clock of its own."""
