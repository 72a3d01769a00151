"""Who runs the systems: the own department or somebody outside, who does what, and what shows that it is done."""
