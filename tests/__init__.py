"""The tests: flat, behaviour in the file name, real databases."""
