"""The classifier to take along: trained, judged, kept, exported, and applied to folders."""
