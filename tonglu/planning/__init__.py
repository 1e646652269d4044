"""What we intend: targets, territories and lines."""
