"""What may be opened: categories, groups, exceptions, unblock requests; publishes snapshots to the edges."""
