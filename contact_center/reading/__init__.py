"""What people and files write, understood: moments, phones, streets, matters, CSV lines, policies. No framework."""
