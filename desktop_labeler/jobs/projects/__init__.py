"""Making projects, from folders, from the sample or from a classified folder, and backing them up."""
