"""What people see of free times and of the rules for them."""
