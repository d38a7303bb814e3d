"""Plugins: found by entry point, ordered, set aside for a fault, isolated when a hook raises."""

from kalenner.plugins.declaration import PLUGINS, LoadedPlugin, Plugin, PluginFault, in_one_line
from kalenner.plugins.inventory import ENTRY_POINTS, INVENTORY, Inventory, SetAside, load_plugins
from kalenner.plugins.manager import HOOKS, NO_FENCE, Fence, Hooks

__all__ = [
    "ENTRY_POINTS",
    "HOOKS",
    "INVENTORY",
    "NO_FENCE",
    "PLUGINS",
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
