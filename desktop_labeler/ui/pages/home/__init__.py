"""The page Home: new and recent projects."""
