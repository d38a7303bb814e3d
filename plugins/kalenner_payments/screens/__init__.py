"""What people see of payments, a module a topic."""
