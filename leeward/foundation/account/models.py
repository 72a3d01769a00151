"""The user model: sign-in and nothing else."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; Django's authentication expects a manager with `get_by_natural_key`."""

    def create_account(self, email: str, password: str | None = None) -> "Account":
        account = Account(email=email.strip().lower())
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One person's way in. No posts, no permissions: `people` maps who someone is to what they may do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # Raised when IT resets a password: sign-in comes back, sensitive records do not until a second person says so.
    sensitive_hold = models.BooleanField(default=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return f"account {self.id}"
