"""A whole installation in one sealed file, the proof that it can be restored, and the way back from it."""
