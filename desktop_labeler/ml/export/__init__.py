"""Classifiers that leave the project: run on other folders, and written as a graph that other programs run."""
