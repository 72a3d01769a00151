"""Why this room refuses something, said to whoever asked."""


class Refused(Exception):
    """This cannot be done; the text says what to do. `field` names the question it is about, if one."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class NotAllowed(PermissionError):
    """This actor may not do this; pages show it as something that does not exist."""


class NoSuchPolicy(LookupError):
    """There is no such policy, version or promise, as far as this actor may know."""
