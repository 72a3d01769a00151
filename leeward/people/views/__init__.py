"""The pages of the directory, of posts, and of bringing people in."""
