"""Reading in the room of promises."""
