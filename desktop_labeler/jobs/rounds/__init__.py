"""Rounds: the graph, suggestions, suspects, and what should be labelled next."""
