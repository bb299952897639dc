"""What the program computed: arrays in the project file, each stamped with what it was made from."""
