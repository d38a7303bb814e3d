"""What both sides see of appointments, a module a topic."""
