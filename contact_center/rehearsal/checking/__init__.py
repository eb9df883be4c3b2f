"""Check a policy for what is sound but not sensible."""
