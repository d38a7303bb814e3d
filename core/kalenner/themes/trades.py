"""The trades of the sample practices: each has texts and pictures of its own, and a theme names one."""

TRADES = (
    "physiotherapist",
    "barber",
    "lawyer",
    "tutor",
    "photographer",
    "architect",
    "potter",
    "trainer",
)
"""The trades; a theme that names none is shown with the first."""
