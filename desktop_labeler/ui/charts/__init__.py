"""Charts, and saving them."""
