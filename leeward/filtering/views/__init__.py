"""Pages and machine addresses of the filtering room."""
