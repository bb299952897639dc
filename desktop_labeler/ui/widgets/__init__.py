"""Widgets that know nothing of projects' rounds or pages."""
