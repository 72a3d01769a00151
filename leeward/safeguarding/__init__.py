"""What worries us: concerns, cases and the people they are about."""
