"""The professional's screens of the profile page."""
