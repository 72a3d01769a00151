"""Who can prove this? The registry of checks, their answers right now, and what was observed on each day past."""
