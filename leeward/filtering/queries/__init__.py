"""Reading: what the policy is, who asked for what, how the edges stand."""
