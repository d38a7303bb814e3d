"""Which modules are tried, and with which tests."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LEAST_KILLED = 0.85

SCHEDULING = "tests/plugins/scheduling"
MODULES: dict[str, list[str]] = {
    "bot_adapter/kalenner_telegram/pressdata.py": ["tests/bot_adapter/telegram/test_pressdata.py"],
    "plugins/kalenner_payments/balances.py": [
        "tests/plugins/payments/test_balances.py",
    ],
    "plugins/kalenner_payments/terms.py": ["tests/plugins/payments/test_terms.py"],
    "plugins/kalenner_scheduling/availability/slots.py": [
        f"{SCHEDULING}/availability/test_slots.py",
        f"{SCHEDULING}/availability/test_slot_labels.py",
    ],
    "plugins/kalenner_scheduling/appointments/transitions.py": [
        f"{SCHEDULING}/appointments/test_transitions.py",
        f"{SCHEDULING}/appointments/test_services.py",
        f"{SCHEDULING}/appointments/test_moves.py",
        f"{SCHEDULING}/appointments/test_moves_aside.py",
    ],
    "core/kalenner/people/policy.py": [
        "tests/core/test_policy.py",
        "tests/core/home/test_contexts.py",
    ],
    "plugins/kalenner_scheduling/contexts.py": [
        f"{SCHEDULING}/test_contexts.py",
    ],
    "core/kalenner/delivery/outbox.py": [
        "tests/core/delivery/test_outbox.py",
        "tests/core/delivery/test_notify_many.py",
    ],
    "core/kalenner/delivery/outcomes.py": [
        "tests/core/delivery/test_outbox.py",
        "tests/core/delivery/test_told.py",
        "tests/core/delivery/test_delays.py",
        "tests/core/delivery/test_unreachable.py",
    ],
    "core/kalenner/delivery/renderer.py": [
        "tests/core/delivery/test_outbox.py",
        "tests/core/delivery/test_render_failures.py",
    ],
    "core/kalenner/plugins/__init__.py": ["tests/core/test_plugins.py"],
    "core/kalenner/plugins/declaration.py": ["tests/core/test_plugin_declaration.py"],
    "core/kalenner/plugins/inventory.py": ["tests/core/test_plugins.py"],
    "core/kalenner/plugins/answers.py": [
        "tests/core/hooks/test_answers.py",
        "tests/core/hooks/test_hook_faults.py",
    ],
    "core/kalenner/plugins/manager.py": [
        "tests/core/hooks/test_manager.py",
        "tests/core/hooks/test_hook_faults.py",
    ],
    "core/kalenner/plugins/watchdog.py": ["tests/core/hooks/test_watchdog.py"],
}
"""Each module with the tests that are to notice its mutants."""

# Imported once, before the forks; nothing of ours, and nothing whose assertions pytest rewrites.
LIBRARIES = (
    "aiohttp",
    "alembic.command",
    "babel.core",
    "chameleon",
    "colander",
    "cryptography.fernet",
    "huey",
    "icalendar",
    "phonenumbers",
    "PIL.Image",
    "psycopg",
    "pyramid.config",
    "pyramid_retry",
    "pyramid_tm",
    "qrcode",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "telegram.ext",
    "webtest",
    "zope.sqlalchemy",
)

CORE = ("kalenner.app", "kalenner.cli", "kalenner.testing", "kalenner.worker")
"""What tests of plugins need of the core."""
