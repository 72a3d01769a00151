"""Where a setting holds: the whole group, one company, or one site of a company. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """`Scope()` is the group, `Scope("acme")` a company, `Scope("acme", "leeds")` a site. Names have no slash."""

    company: str = ""
    site: str = ""

    def __post_init__(self) -> None:
        if self.site and not self.company:
            raise ValueError("A site belongs to a company: name both.")
        if "/" in self.company or "/" in self.site:
            raise ValueError("The names of companies and sites in a scope have no slash.")

    @property
    def key(self) -> str:
        """How rows name it: "" for the group, "acme", "acme/leeds"."""
        return f"{self.company}/{self.site}" if self.site else self.company

    @classmethod
    def of(cls, key: str) -> "Scope":
        """The scope a row names."""
        company, _, site = key.partition("/")
        return cls(company, site)

    def chain(self) -> tuple["Scope", ...]:
        """Where a value is looked for, nearest first: site, company, group."""
        nearest = (Scope(self.company, self.site),) if self.site else ()
        return (*nearest, *((Scope(self.company),) if self.company else ()), Scope())


GROUP = Scope()
