"""The project file: its tables and migrations, opening, locking and backing it up."""
