"""What happened and who hears of it: journal, projection, deadlines, clock, messages."""
