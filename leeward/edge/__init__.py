"""Runs beside Squid at a site: ICAP service, snapshot, decision spool. Imports the engine only."""
