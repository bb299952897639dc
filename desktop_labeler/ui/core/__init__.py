"""What every part of the window needs: open project, jobs, workers, settings, language, theme and keys."""
