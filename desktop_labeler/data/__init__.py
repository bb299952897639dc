"""What is on disk: the only place for SQLite and Pillow."""
