"""Files: what is taken, how it is kept, and what opens."""
