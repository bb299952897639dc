"""Charts and saving them to files."""
