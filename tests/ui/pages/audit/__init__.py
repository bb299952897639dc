"""Tests of the page Audit."""
