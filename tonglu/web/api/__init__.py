"""The public API: the house's resources as JSON for other programs, under tokens that act for a person."""
