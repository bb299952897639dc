"""What people decided: the history and its inverse, classes, audits, and what follows from them."""
