"""The lists that can be imported, a few lines each: what its columns are, by what a row is known, how it is written."""
