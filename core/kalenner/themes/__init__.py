"""Themes: how profile pages look. Finding, loading, safe and bounded rendering, checking."""

from kalenner.themes.content import Banner, Contact, Content, Service
from kalenner.themes.diagnostics import Diagnostic, Severity, ThemeFault
from kalenner.themes.discovery import Themes
from kalenner.themes.page import Addresses, RenderedPage, render_page
from kalenner.themes.theme import OPTIONS, Theme

__all__ = [
    "OPTIONS",
    "Addresses",
    "Banner",
    "Contact",
    "Content",
    "Diagnostic",
    "RenderedPage",
    "Service",
    "Severity",
    "Theme",
    "ThemeFault",
    "Themes",
    "render_page",
]
