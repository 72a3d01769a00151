"""What this installation is: one organisation, for real or as a demonstration."""
