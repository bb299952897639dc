"""The page Suggestions: classes proposed for undecided images."""
