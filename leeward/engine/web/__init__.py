"""May this address be opened? Addresses in, verdicts out."""
