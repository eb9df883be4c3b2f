"""The register of addresses: streets and their search, the place of a request and its district."""
