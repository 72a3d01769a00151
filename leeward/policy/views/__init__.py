"""The pages of this room: for everyone, for readers of the ledger, for those who keep policies."""
