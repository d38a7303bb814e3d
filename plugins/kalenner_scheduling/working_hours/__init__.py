"""When a provider works, week by week."""
