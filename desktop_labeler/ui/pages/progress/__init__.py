"""The page Progress: how far, how fast, how well."""
