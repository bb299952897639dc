"""Which existing labels are probably wrong."""
