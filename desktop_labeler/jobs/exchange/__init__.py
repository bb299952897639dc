"""Labels, boxes and predictions: in from the files of other programs, and out again; and the check of a manifest."""
