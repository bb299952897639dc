"""Review packages: made for a colleague, and merged when they come back."""
