"""How moments, places, problems and stages are said to people."""
