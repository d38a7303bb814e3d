"""What people see of reminders, a module a topic."""
