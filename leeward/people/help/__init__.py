"""Whom to turn to: people here by who asks and what happened, ways that are not the web, and help outside."""
