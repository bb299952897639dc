"""What happens beside the window's thread: jobs, workers, garbage collection, signals, and notices of what ended."""
