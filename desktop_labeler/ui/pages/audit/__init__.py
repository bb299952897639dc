"""The page Audit: a random sample labelled blind."""
