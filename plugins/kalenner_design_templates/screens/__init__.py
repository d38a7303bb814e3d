"""Screens of designs."""
