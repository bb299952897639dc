"""The pages of the rail, a folder for each with everything that only it needs."""
