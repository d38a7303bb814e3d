"""Screens of organizations."""
