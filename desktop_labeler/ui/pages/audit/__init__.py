"""The page Audit: a random sample that is labelled blind."""
