"""What a person reads or a machine takes: console, page, JSON, CSV."""
