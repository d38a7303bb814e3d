"""What people see of time off."""
