"""A policy drafted from what another system exported: a first page before anybody has written a policy."""
