"""KALENNER: appointments, run from a Telegram bot."""

__version__ = "0.1.0"
