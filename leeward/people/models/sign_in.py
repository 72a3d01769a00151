"""What is kept of signing in: open sessions, sign-ins somebody was asked about, identity providers and links to them.

No network address is kept anywhere, and of a browser only its kind in plain words.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.people.models.connections import Connection
from leeward.people.sign_in_rules import Answer, LinkedBy, Notice, ProviderKind


class OpenSession(Row):
    """A browser somebody is signed in with. Gone when the session ends: nothing is kept about past ones."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60)
    shared = models.BooleanField(default=False)
    since = models.DateTimeField()
    # To five minutes: enough to tell sessions apart, too little to follow somebody through the day.
    seen = models.DateTimeField()


class NoticedSignIn(Row):
    """A sign-in its owner was asked about: was this you? Forgotten after 90 days."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    device = models.CharField(max_length=60)
    why = models.CharField(max_length=20, choices=choices_of(Notice))
    answer = models.CharField(max_length=10, choices=choices_of(Answer), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="noticed_answer_has_a_moment",
            )
        ]


class SignInProvider(Row):
    """An identity provider people may sign in with (OpenID Connect). Its issuer never changes: links hang on it."""

    label = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=choices_of(ProviderKind))
    issuer = models.URLField(max_length=300, unique=True)
    client_id = models.CharField(max_length=300)
    # Sealed with a key outside the database.
    secret = models.TextField(blank=True)
    # Google: the organisation's domain (`hd`); nobody else's Google account is let in.
    domain = models.CharField(max_length=200, blank=True)
    # Whose provided users (SCIM) it knows by their external id; empty: no link is ever made by that.
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    open = models.BooleanField(default=True)
    added_at = models.DateTimeField()


class ProviderLink(Row):
    """That a subject of a provider is one account here. Made by hand, never found by an e-mail address."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.PROTECT, related_name="links")
    subject = models.CharField(max_length=255)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_by = models.CharField(max_length=20, choices=choices_of(LinkedBy))
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="subject_is_one_account"),
            models.UniqueConstraint(fields=["provider", "account"], name="account_once_at_a_provider"),
            models.CheckConstraint(condition=~Q(subject=""), name="link_has_a_subject"),
        ]
