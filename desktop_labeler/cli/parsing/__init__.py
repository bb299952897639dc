"""What the words after the program's name mean: one module for each family of commands, and the options they share."""
