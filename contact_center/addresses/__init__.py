"""The register of addresses: the place of a request, its one spelling and its district."""
