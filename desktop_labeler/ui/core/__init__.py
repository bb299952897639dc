"""What every part of the window needs: the open project, jobs and workers, settings, language, theme, keys."""
