"""What a provider says made true in the directory: who a user is, their details, classes and whether they sign in.

Always in the transaction in which the provider's word is kept. Nothing here refuses the provider: what the directory
cannot take stays as it was and is shown to the people who look after it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.settings_history.queries import value as setting
from leeward.people.actions.directory import Details, add_person, change_person, details_of, end_class, set_class
from leeward.people.actions.group_posts import reconcile_user
from leeward.people.actions.history import note_sign_in
from leeward.people.actions.provider import PROVIDER
from leeward.people.actions.sign_in import open_sign_in, set_hold, shut_sign_in
from leeward.people.connection_rules import ClassBy, Rule, Said, Standing, classes_for, could_be, said_by
from leeward.people.connection_settings import OPENS, SETS
from leeward.people.models import (
    ClassOfPerson,
    ClassRule,
    Hold,
    Membership,
    Person,
    PostHolding,
    ProvidedUser,
    SignInClosure,
)
from leeward.people.queries import on_day, permissions_by_post
from leeward.people.refusals import Refused
from leeward.people.rules import Held, PersonClass, permissions_of, sensitive


def settle(row: ProvidedUser, *, now: datetime, nobody_here: bool = False) -> None:
    """Finds whom a user is, adding them where the rules allow, and makes true what is said of them."""
    if row.standing == Standing.IGNORED and not nobody_here:
        return
    if row.person_id is None:
        _find(row, now, nobody_here=nobody_here)
        row.save(update_fields=["person", "candidate", "standing", "classes_given"])
    if row.person_id is not None:
        apply_to(row, now=now)


def _find(row: ProvidedUser, now: datetime, *, nobody_here: bool) -> None:
    said = said_by(row.document)
    known = [] if nobody_here else _known(said)
    row.candidate = None
    if len(known) == 1 and not must_confirm(row, known[0], said, now):
        row.person, row.standing = known[0], Standing.LINKED
    elif known:
        row.candidate, row.standing = (known[0] if len(known) == 1 else None), Standing.CONFIRM
    elif not said.family_name:
        row.standing = Standing.NAMELESS
    elif not row.active:
        row.standing = Standing.INACTIVE
    elif not (classes := _classes(row)):
        row.standing = Standing.CLASSLESS
    else:
        _add(row, said, classes, now)


def _known(said: Said) -> list[Person]:
    condition = Q(pk__in=[])
    if said.email:
        condition |= Q(email__iexact=said.email)
    if said.reference:
        condition |= Q(reference__iexact=said.reference)
    return list(Person.objects.filter(condition)[:3])


def must_confirm(row: ProvidedUser, person: Person, said: Said, now: datetime) -> bool:
    """Must a person say that this is who it seems to be? Nobody sensitive, gone, or differently named is taken over."""
    today = timezone.localdate(now)
    if person.left_on is not None and person.left_on < today:
        return True
    if not could_be(said, person.given_name, person.family_name) and not could_be(
        said, person.known_as or person.given_name, person.family_name
    ):
        return True
    if ProvidedUser.objects.filter(connection=row.connection_id, person=person, gone_at__isnull=True).exists():
        return True
    return is_sensitive(person.pk, now)


def is_sensitive(person: UUID, now: datetime) -> bool:
    """Does somebody hold, or will they hold, what opens other people's private affairs?"""
    today = timezone.localdate(now)
    held = PostHolding.objects.filter(Q(until__isnull=True) | Q(until__gte=today), person_id=person)
    posts = [Held(one.post, one.deputy, one.company_id is not None) for one in held]
    return bool(sensitive(permissions_of(posts, [], permissions_by_post())))


def _add(row: ProvidedUser, said: Said, classes: frozenset[PersonClass], now: datetime) -> None:
    details = Details(
        said.given_name,
        said.family_name,
        said.known_as,
        email=said.email or None,
        reference=said.reference or None,
    )
    try:
        row.person_id = add_person(actor=PROVIDER, now=now, details=details, classes=classes)
    except Refused:
        row.standing = Standing.REFUSED
    else:
        row.standing, row.classes_given = Standing.LINKED, sorted(classes)


def apply_to(row: ProvidedUser, *, now: datetime) -> None:
    """Makes true what is said of a linked person: sign-in first, so that nothing else can delay shutting it."""
    assert row.person_id is not None
    person = Person.objects.select_for_update(of=("self",)).select_related("account", "site").get(pk=row.person_id)
    row.trouble = ""
    _inherit(row)
    if not row.active:
        _shut(row, person, now)
    elif row.shut:
        _reopen(row, person, now)
    has_left = person.left_on is not None and person.left_on <= timezone.localdate(now)
    if has_left:
        row.trouble = "left" if row.active else ""
    else:
        _details(row, person, now)
        if row.active:
            _give_classes(row, now)
            _invite(row, now)
    row.save(update_fields=["trouble", "shut", "classes_given"])
    if row.active and not has_left:
        reconcile_user(row, now=now)


def _inherit(row: ProvidedUser) -> None:
    """A user deleted and made again takes up what the earlier one shut, so that it can be opened again."""
    earlier = ProvidedUser.objects.filter(
        connection=row.connection_id, person=row.person_id, gone_at__isnull=False, shut=True
    )
    if row.gone_at is None and earlier.update(shut=False):
        row.shut = True


def _details(row: ProvidedUser, person: Person, now: datetime) -> None:
    said = said_by(row.document)
    allowed = {name: getattr(said, name) for name in setting(SETS, at=now) if getattr(said, name)}
    before = details_of(person)
    after = replace(before, **allowed)
    if after == before:
        return
    try:
        change_person(actor=PROVIDER, now=now, person=person.pk, details=after)
    except Refused as refusal:
        row.trouble = refusal.field or "details"


def _classes(row: ProvidedUser) -> frozenset[PersonClass]:
    rules = [
        Rule(ClassBy(one.by), one.value, PersonClass(one.kind))
        for one in ClassRule.objects.filter(connection=row.connection_id)
    ]
    groups: list[str] = []
    if any(rule.by is ClassBy.GROUP for rule in rules):
        groups = list(Membership.objects.filter(user=row).values_list("group__display_name", flat=True))
    return classes_for(row.document, groups, rules)


def _give_classes(row: ProvidedUser, now: datetime) -> None:
    """Gives what the rules say, and ends what they gave before and say no more; where they say nothing, nothing."""
    assert row.person_id is not None
    wanted, today = _classes(row), timezone.localdate(now)
    if not wanted:
        return
    spans = {one.kind: one for one in ClassOfPerson.objects.filter(on_day(today), person=row.person_id)}
    given = set(row.classes_given)
    try:
        for kind in sorted(wanted - spans.keys()):
            set_class(actor=PROVIDER, now=now, person=row.person_id, kind=kind, since=today)
            given.add(kind.value)
        for name in sorted(given - {kind.value for kind in wanted}):
            span = spans.get(name)
            if span is not None and span.until is None:
                until = max(span.since, today - timedelta(days=1))
                end_class(actor=PROVIDER, now=now, person=row.person_id, kind=PersonClass(name), until=until)
            given.discard(name)
    except Refused as refusal:
        row.trouble = refusal.field or "classes"
    row.classes_given = sorted(given)


def _invite(row: ProvidedUser, now: datetime) -> None:
    assert row.person_id is not None
    person = Person.objects.get(pk=row.person_id)
    if person.account_id is not None or person.email is None or not setting(OPENS, at=now):
        return
    try:
        open_sign_in(actor=PROVIDER, now=now, person=person.pk)
    except Refused as refusal:
        row.trouble = refusal.field or "email"


def _shut(row: ProvidedUser, person: Person, now: datetime) -> None:
    """The sign-in opens nothing any more, and every session ends with its next request."""
    if person.account is None or not person.account.is_active:
        return
    with act(PROVIDER, "people.shut-sign-in", now=now, subject=f"person:{person.pk}"):
        shut_sign_in(person, now=now)
    row.shut = True


def _reopen(row: ProvidedUser, person: Person, now: datetime) -> None:
    """Opens again what this provider shut, unless another keeps it shut or they left. The password must be chosen anew.

    Sensitive records stay closed until a second person lifts the hold: whoever runs the provider could else let
    themselves in under another's name.
    """
    elsewhere = ProvidedUser.objects.filter(person=person, active=False, shut=True, gone_at__isnull=True)
    has_left = person.left_on is not None and person.left_on < timezone.localdate(now)
    # What HR closed is opened again by HR alone.
    closed_here = SignInClosure.objects.filter(person=person, opened_at=None).exists()
    if person.account is None or has_left or closed_here or elsewhere.exclude(pk=row.pk).exists():
        return
    with act(PROVIDER, "people.reopen-sign-in", now=now, subject=f"person:{person.pk}"):
        Account.objects.filter(pk=person.account.pk).update(is_active=True)
        note_sign_in(person.pk, opened=True, now=now)
        set_hold(Person.objects.select_related("account").get(pk=person.pk), Hold.Why.RESET, actor=PROVIDER, now=now)
    row.shut = False
