"""Files that people send: known by content, sealed, scanned, and opened only as a copy without what it hides."""
