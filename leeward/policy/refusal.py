"""The error by which a reader of files says that it will not go on, in words for the person who brought the file."""


class Refused(ValueError):
    """The file is refused; the message says why and what to do."""
