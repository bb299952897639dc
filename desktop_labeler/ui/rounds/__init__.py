"""Rounds in the window, and what the pages that show them have in common."""
