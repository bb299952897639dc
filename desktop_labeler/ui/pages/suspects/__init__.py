"""The page Suspects: labels that the model doubts."""
