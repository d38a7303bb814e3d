"""Settings: declared, typed, read from the ini file and the environment."""

from kalenner.settings.core import (
    CORE_SETTINGS,
    DatabaseSettings,
    FilesSettings,
    KalennerSettings,
    LegalSettings,
    LogSettings,
    QueueSettings,
    SecuritySettings,
    ThemesSettings,
    WebSettings,
)
from kalenner.settings.declarations import (
    SETTINGS,
    Declared,
    Settings,
    SettingsFault,
    Source,
    declared,
    group,
    setting,
)
from kalenner.settings.parsers import boolean, folder, one_of, optional_file, url_of, whole_number, words

__all__ = [
    "CORE_SETTINGS",
    "SETTINGS",
    "DatabaseSettings",
    "Declared",
    "FilesSettings",
    "KalennerSettings",
    "LegalSettings",
    "LogSettings",
    "QueueSettings",
    "SecuritySettings",
    "Settings",
    "SettingsFault",
    "Source",
    "ThemesSettings",
    "WebSettings",
    "boolean",
    "declared",
    "folder",
    "group",
    "one_of",
    "optional_file",
    "setting",
    "url_of",
    "whole_number",
    "words",
]
