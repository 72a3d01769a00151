"""Decides. Text and addresses in, verdicts and findings out; no Django, sockets or clock."""
