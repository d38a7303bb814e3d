"""What people see of the catalogue."""
