"""The record of a request: journal, rows that follow from it, deadlines, clock, messages."""
