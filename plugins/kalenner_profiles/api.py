"""What other plugins may use of profiles."""

from kalenner_profiles.routes import profile, profile_publish

__all__ = ["profile", "profile_publish"]
