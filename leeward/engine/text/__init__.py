"""What a message says: rules a person can read, matched on words, with the words that caused each finding."""
