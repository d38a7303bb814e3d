"""The settings of the core."""

from pathlib import Path
from typing import Any

from kalenner.settings.declarations import group, setting
from kalenner.settings.parsers import (
    age_recipients,
    boolean,
    email,
    folder,
    one_line,
    one_of,
    optional_file,
    optional_folder,
    origin_of,
    texts_folder,
    url_of,
    whole_number,
    words,
)
from kalenner.storage.locations import store_url


@group("kalenner")
class KalennerSettings:
    """What the whole installation shares."""

    data_dir: Path = setting(Path("var"), folder, "the path of a folder", "All state lies under this folder.")
    plugins_off: tuple[str, ...] = setting(
        (),
        words,
        "names of installed plugins",
        "Plugins that are installed but switched off.",
        name="plugins.off",
    )
    plugins_required: tuple[str, ...] = setting(
        (),
        words,
        "names of installed plugins",
        "Plugins without which there is no start; any other with a fault is set aside, and the rest starts.",
        name="plugins.required",
    )
    trace_hooks: bool = setting(
        False,
        boolean,
        "true or false",
        "Log every hook call: arguments, who answered what, how long it took.",
    )


@group("log")
class LogSettings:
    """What is logged, and how."""

    level: str = setting(
        "INFO",
        one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "DEBUG, INFO, WARNING or ERROR",
        "The least level logged.",
    )
    format: str = setting(
        "text", one_of("text", "json"), "text or json", "Readable lines, or one JSON object a line."
    )


@group("database")
class DatabaseSettings:
    """Where the tables are."""

    url: str = setting(
        "",
        url_of("sqlite", "postgresql", "postgresql+psycopg"),
        "a sqlite or postgresql URL",
        "Empty: SQLite in the data folder.",
        secret=True,
    )


@group("web")
class WebSettings:
    """The embedded web server and the address the public uses."""

    host: str = setting("127.0.0.1", str, "a host name or address", "The address the web server listens on.")
    port: int = setting(
        6543, whole_number(1, 65535), "a port from 1 to 65535", "The port the web server listens on."
    )
    server: str = setting(
        "waitress",
        one_of("waitress", "granian"),
        "waitress or granian",
        "What serves `kalenner web`; granian needs kalenner[scale]. `kalenner up` always takes waitress.",
    )
    threads: int = setting(
        48, whole_number(8, 256), "a number from 8 to 256", "Threads that answer requests."
    )
    connection_limit: int = setting(
        500,
        whole_number(16, 65536),
        "a number from 16 to 65536",
        "Connections at a time; for one more, the one that has waited longest for its request is closed.",
    )
    header_limit: int = setting(
        16384,
        whole_number(4096, 1048576),
        "bytes from 4096 to 1048576",
        "How large a request's header may be.",
    )
    header_seconds: int = setting(
        10, whole_number(1, 600), "seconds from 1 to 600", "How long a whole header may take to arrive."
    )
    body_limit: int = setting(
        65536,
        whole_number(4096, 1073741824),
        "bytes from 4096 to 1073741824",
        "How large a body may be; the webhook takes 1 MiB from whoever knows its secret.",
    )
    body_seconds: int = setting(
        30, whole_number(1, 3600), "seconds from 1 to 3600", "How long a whole body may take to arrive."
    )
    idle_seconds: int = setting(
        75,
        whole_number(1, 3600),
        "seconds from 1 to 3600",
        "How long an answered connection stays open for another request; longer than the proxy keeps it.",
    )
    proxies: int = setting(
        0,
        whole_number(0, 9),
        "a number from 0 to 9",
        "Proxies of yours in front of the web server, each of which adds to X-Forwarded-For who asked it.",
    )
    public_url: str = setting(
        "",
        origin_of("http", "https"),
        "an http or https URL without a path",
        "The address visitors use; needed for a webhook.",
    )


@group("queue")
class QueueSettings:
    """Where the calendar of tasks is kept."""

    url: str = setting(
        "",
        url_of("redis", "rediss", "unix"),
        "a redis URL",
        "Empty: a local file in the data folder.",
        secret=True,
    )


@group("delivery")
class DeliverySettings:
    """How long messages that cannot be sent are kept."""

    wait_days: int = setting(
        7,
        whole_number(1, 365),
        "a number of days from 1 to 365",
        "How long notifications wait whose screen is not here, such as those of a plugin that is off.",
    )
    kept_days: int = setting(
        30,
        whole_number(8, 365),
        "a number of days from 8 to 365",
        "How long messages that could not be delivered are kept, with the reason, for kalenner outbox.",
    )


@group("limits")
class LimitsSettings:
    """What one person, or one address, may ask for; whoever asks for more is told, and nobody else waits."""

    updates_per_minute: int = setting(
        100,
        whole_number(20, 1_000_000),
        "a number from 20 to 1000000",
        "Messages and presses of one person in a minute; beyond it they are counted, not kept.",
    )
    open_updates: int = setting(
        30,
        whole_number(20, 1_000_000),
        "a number from 20 to 1000000",
        "Of these, how many may wait to be answered; beyond it the next ones are counted, not kept.",
    )
    files_per_day: int = setting(
        200,
        whole_number(1, 100_000),
        "a number from 1 to 100000",
        "Files of one person in a day; beyond it they are not fetched.",
    )
    megabytes_per_day: int = setting(
        500,
        whole_number(10, 1_000_000),
        "a number from 10 to 1000000",
        "How large the files of one person in a day may be together.",
    )
    requests_per_minute: int = setting(
        120,
        whole_number(10, 1_000_000),
        "a number from 10 to 1000000",
        "Pages made anew for each request, such as previews, for one address in a minute; a form counts ten.",
    )


@group("files")
class FilesSettings:
    """Where uploaded files are kept."""

    url: str = setting(
        "", store_url, "file:///folder or s3://bucket/prefix", "Empty: the folder files in the data folder."
    )
    s3_endpoint: str = setting(
        "", url_of("http", "https"), "an http or https URL", "Empty: Amazon's; else of another S3 service."
    )
    grace: int = setting(
        24,
        whole_number(0, 8760),
        "hours from 0 to 8760",
        "How long the bytes of a private file stay once it is deleted; its key is gone at once.",
    )
    max_mb: int = setting(
        100,
        whole_number(1, 2000),
        "megabytes from 1 to 2000",
        "How large a file may be that somebody sends with the browser.",
    )


@group("themes")
class ThemesSettings:
    """Where designs of profile pages are found, besides in installed packages."""

    folder: Path | None = setting(
        None, optional_folder, "the path of a folder", "Empty: installed themes alone. Else a folder a theme."
    )


@group("security")
class SecuritySettings:
    """The keys that protect what is stored."""

    keys_file: Path | None = setting(
        None, optional_file, "the path of a file", "Empty: keys.json in the data folder, made at first start."
    )


@group("backup")
class BackupSettings:
    """What `kalenner backup` writes."""

    recipients: tuple[str, ...] = setting(
        (),
        age_recipients,
        "public keys of age, as age1…",
        "Who can open backups; empty: they are not encrypted, and whoever has one reads it.",
    )


@group("legal")
class LegalSettings:
    """Who answers for this server, as the imprint and the privacy page say."""

    operator: str = setting(
        "", one_line, "a name in one line", "The person or company that runs this server."
    )
    address: str = setting(
        "",
        one_line,
        "an address in one line",
        "Where the operator can be reached by post; commas part its lines.",
    )
    email: str = setting("", email, "an e-mail address", "Where people ask about their data.")
    phone: str = setting("", one_line, "a telephone number in one line", "As it is to be shown.")
    register: str = setting(
        "", one_line, "a text in one line", "The register entry and VAT number, where the law asks for them."
    )
    price: str = setting(
        "",
        one_line,
        "free, or a price in one line",
        "What using this server costs, as the home page says it; empty: that the operator sets it.",
    )
    folder: Path | None = setting(
        None,
        texts_folder,
        "the path of a folder whose texts are UTF-8",
        "Empty: our own texts; else it holds privacy.en.txt, imprint.de.txt and so on, which replace them.",
    )


CORE_SETTINGS: tuple[type[Any], ...] = (
    KalennerSettings,
    LogSettings,
    DatabaseSettings,
    WebSettings,
    DeliverySettings,
    LimitsSettings,
    QueueSettings,
    FilesSettings,
    ThemesSettings,
    SecuritySettings,
    BackupSettings,
    LegalSettings,
)
