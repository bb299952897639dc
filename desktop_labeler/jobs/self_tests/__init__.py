"""Checks of the installed program itself, and what a report of a fault needs."""
