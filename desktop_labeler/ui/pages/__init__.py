"""The pages of the rail, each in a folder with everything that only it needs."""
