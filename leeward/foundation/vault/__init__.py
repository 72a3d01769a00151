"""Envelope encryption: record key, compartment key, key-encryption key outside the database."""
