"""The one error of backups: what cannot be done, and what to do about it."""


class BackupRefused(Exception):
    """Nothing was changed. The text is for whoever runs the command and names the fix; never case text."""
