"""The append-only trail: one keyed hash chain per compartment."""
