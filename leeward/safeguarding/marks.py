"""Keyed marks of persons: rows can be found by person, but not read by whoever holds only the database."""

from uuid import UUID

from leeward.foundation.vault.keyring import keyring


def mark_of(person: UUID) -> str:
    """The same person always has the same mark; without the key folder it points at nobody."""
    return keyring().mark("safeguarding persons", person.bytes)


def mark_of_word(sort: str, word: str) -> str:
    """The mark of a kind, place, handle or employer: the same word always has the same, each sort its own."""
    return keyring().mark(f"safeguarding {sort}", word.encode())
