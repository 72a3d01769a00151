"""Wires the rooms together: settings, addresses, page shell, command line. Decides nothing."""
