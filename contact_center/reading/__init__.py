"""Read what people and files write: moments, phones, streets, classifier entries, CSV lines, policies. No framework."""
