"""The boxes of a project as a person changes them, and the files that they came from."""
