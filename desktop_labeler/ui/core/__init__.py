"""What every part of the window needs: open project, stored round, settings, language, theme and keys."""
