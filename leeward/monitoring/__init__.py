"""What was said and searched: sources, findings, the review queue, privacy safeguards."""
