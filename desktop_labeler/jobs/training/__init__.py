"""Learning without labels from a project's images, and going over to another embedding."""
