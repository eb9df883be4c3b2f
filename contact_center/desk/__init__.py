"""What the desk asks while somebody works at it."""
