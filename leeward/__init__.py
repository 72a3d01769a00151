"""Leeward: the whole of online safety for a training provider, college or school."""

__version__ = "0.1.0"
