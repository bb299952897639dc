"""Tests of classifiers that leave the project."""
