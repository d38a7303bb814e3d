"""When a provider does not work after all: holidays, vacations, times away."""
