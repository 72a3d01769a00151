"""What a list of cases is narrowed to. Sent with GET: nothing of it names a person in a case."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leeward.safeguarding.labels import label_later
from leeward.safeguarding.queries import Wanted
from leeward.safeguarding.rules.kinds import CaseKind


class FilterForm(forms.Form):
    """Each answer left empty narrows nothing; one that cannot be read counts as empty."""

    overdue = forms.BooleanField(label=lazy("Only what is overdue"), required=False)
    owner = forms.ChoiceField(label=lazy("Who leads"), required=False)
    kind = forms.ChoiceField(
        label=lazy("Kind"),
        required=False,
        choices=[("", lazy("Any")), *((str(kind), label_later(kind)) for kind in CaseKind)],
    )
    severity = forms.ChoiceField(label=lazy("At least as grave as"), required=False)

    def __init__(self, owners: Sequence[tuple[UUID, str]], scale: Sequence[str], given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.fields["owner"].choices = [("", _("Anybody")), *((str(key), name) for key, name in owners)]  # type: ignore[attr-defined]  # a ChoiceField
        steps = [(str(step), _(word)) for step, word in enumerate(scale, start=1)]
        self.fields["severity"].choices = [("", _("Any")), *steps]  # type: ignore[attr-defined]  # a ChoiceField
        self.is_valid()

    def wanted(self, *, closed: bool) -> Wanted:
        """What the answers come to."""
        given = self.cleaned_data
        return Wanted(
            closed=closed,
            owner=UUID(given["owner"]) if given.get("owner") else None,
            kind=CaseKind(given["kind"]) if given.get("kind") else None,
            severity=int(given.get("severity") or 0),
            overdue=bool(given.get("overdue")),
        )

    @property
    def query(self) -> str:
        """The answers as part of an address, for the next page; empty when nothing is narrowed."""
        given = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return urlencode(given | ({"overdue": "on"} if "overdue" in given else {}))

    @property
    def narrowed(self) -> bool:
        return bool(self.query)
