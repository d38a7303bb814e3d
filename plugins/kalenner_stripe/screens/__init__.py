"""Screens of Stripe."""
