"""Plugins: found by entry point, ordered, set aside for a fault, fenced off when they raise."""

from kalenner.plugins.declaration import LoadedPlugin, Plugin, PluginFault, in_one_line
from kalenner.plugins.inventory import ENTRY_POINTS, Inventory, SetAside, load_plugins
from kalenner.plugins.manager import NO_FENCE, Fence, Hooks

__all__ = [
    "ENTRY_POINTS",
    "NO_FENCE",
    "Fence",
    "Hooks",
    "Inventory",
    "LoadedPlugin",
    "Plugin",
    "PluginFault",
    "SetAside",
    "in_one_line",
    "load_plugins",
]
