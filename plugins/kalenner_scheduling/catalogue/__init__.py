"""The services that a provider offers, and how they are offered."""
