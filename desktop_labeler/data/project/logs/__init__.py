"""What SQLite keeps beside a project that was not closed: whether it belongs to the file, before it is read into it."""
