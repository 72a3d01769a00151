"""What the templates of this room may use."""
