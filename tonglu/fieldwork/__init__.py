"""What we did: day plans, visits, and what was seen on them."""
