"""Box annotations out: checked labels and moved boxes go back into the files they came from."""
