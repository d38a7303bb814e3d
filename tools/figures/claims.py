"""The figures by name: what each counts, in the order of the page."""

MEASURED = {
    "F1": "people who want the same times at once: each is given once, and none overlap",
    "F2": "random operations of several people, with every invariant checked after each",
    "F3": "free times against a walk through every minute, where zones change their clocks",
    "F4": "promised messages while processes are killed: one may come twice for each chat and kill",
    "F5": "updates that arrive doubled and out of order while processes are killed: each takes effect once",
    "F6": "a queue of messages while Telegram answers 429 to several chats",
    "F7": "presses on what is somebody else's, over all screens that name an object",
    "F8": "forged data of buttons",
    "F9": "signed links that were changed",
    "F10": "hostile files sent as pictures",
    "F11": "hostile texts in every field: markup, messages and links stay what they were",
    "F12": "ledgers of payments, against one kept in plain lists",
    "F13": "one-time links that many open at once",
    "F18": "broken configurations: a line for each mistake, and no traceback",
    "F19": "faults of plugins in hooks: named, undone, and nobody else hears of them",
    "F20": "secrets and people's words in logs",
}
"""What tests show that are marked with the figure."""

MUTANTS = "F22"
"""How many mutants the tests notice, from the last run of `make mutants`."""

TO_COME = ("F14", "F15", "F16", "F17", "F21")
"""What they measure is not built yet."""
