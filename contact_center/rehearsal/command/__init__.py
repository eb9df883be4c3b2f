"""The command `contact-center`: its options, and what is wrong with them."""
