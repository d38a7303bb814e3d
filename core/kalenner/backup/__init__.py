"""Backups: everything an installation holds but its keys, as of one instant, in one file.

A backup is rows, not files of an engine: it is read from the database in one transaction and written into
another one of either engine. See ``docs/decisions/0021-a-backup-is-rows.md``.
"""

from kalenner.backup.archive import BackupFault, Manifest, identities_of
from kalenner.backup.checking import check
from kalenner.backup.restoring import hold_back, restore
from kalenner.backup.taking import take

__all__ = ["BackupFault", "Manifest", "check", "hold_back", "identities_of", "restore", "take"]
