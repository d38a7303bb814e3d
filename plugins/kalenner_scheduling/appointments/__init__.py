"""Appointments: requests, answers, moves, amendments, and their history."""
