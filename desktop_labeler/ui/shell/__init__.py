"""What surrounds the pages: rail, right panel, job bar, menus."""
