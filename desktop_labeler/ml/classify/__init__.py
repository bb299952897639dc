"""From a few labels to suggestions with calibrated confidence."""
