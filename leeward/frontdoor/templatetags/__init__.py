"""What the templates of the page shell need."""
