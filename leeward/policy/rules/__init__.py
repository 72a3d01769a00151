"""Pure decisions about policies: what a document says, what it promises, and what is wrong with it."""
