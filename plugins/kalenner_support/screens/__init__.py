"""What people and those who answer see of support, a module a topic."""
