"""What people and files write, understood: moments, phones, streets, classifier entries, CSV lines, policies. No framework."""
