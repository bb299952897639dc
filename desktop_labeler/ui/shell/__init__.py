"""What surrounds the pages: the rail, the right panel, the job bar and the menus."""
