"""Signing in and nothing else: who a person is, people knows."""
