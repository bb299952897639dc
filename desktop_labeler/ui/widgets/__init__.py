"""Widgets that depend neither on rounds nor on pages."""
