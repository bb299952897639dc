"""Desktop Labeler: label every image correctly with the fewest checks."""

import os

__version__ = "0.1.0"

# ONNX Runtime sends telemetry from its builds for every system, and keeps what it could not send in the home folder.
# Its own switch works only before it is loaded, by whatever module that is.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
