"""The regulation applied to a whole history: routes, terms, lateness, figures."""
