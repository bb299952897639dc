"""An image that is shown large, with zoom, pan and boxes."""
