"""Who may see and do what: roles, one condition a doctype, files."""
