"""Whom we sell to: customers, and who owns each on which day."""
