"""The long steps: each a generator that reads data, calls ml and writes data."""
