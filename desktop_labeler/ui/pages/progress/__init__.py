"""The page Progress: how far the project is, how fast it goes and how well."""
