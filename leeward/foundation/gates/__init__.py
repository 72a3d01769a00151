"""May this person in yet? Rooms declare what must be done first; whoever opens a door asks."""
