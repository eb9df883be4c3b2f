"""The regulation tried on a city's own history: no site, no framework, the very rules of `regulation`."""
