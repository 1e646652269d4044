"""What comes in and goes out across the whole house: companies and lists from files, the demo company."""
