"""Pure decisions about concerns: who may read one, what may follow what, which words are never sent."""
