"""The live checks of safeguarding."""
