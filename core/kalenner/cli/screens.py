"""``kalenner screens``: the map of every screen, as the routes and views say it."""

import inspect
from collections.abc import Iterable, Mapping

from kalenner.screens.registry import ScreenSpec


def show_screens(specs: Mapping[str, ScreenSpec], plugin: str) -> list[str]:
    """Return the lines of the map; with `plugin`, a plugin's name or package, of its screens alone."""
    chosen = [spec for spec in specs.values() if not plugin or plugin in _owners(spec)]
    return [line for spec in sorted(chosen, key=_order) for line in _lines(spec)]


def _owners(spec: ScreenSpec) -> tuple[str, str]:
    package = spec.view.__module__.partition(".")[0]
    return package, package.removeprefix("kalenner_")


def _order(spec: ScreenSpec) -> tuple[str, str]:
    return _owners(spec)[0], spec.route.path


def _lines(spec: ScreenSpec) -> Iterable[str]:
    route = spec.route
    arguments = ", ".join(f"{name}: {kind.__name__}" for name, kind in route.args.items())
    is_so = {
        "effect": route.is_effect,
        "step": route.is_step,
        "form": spec.form,
        "files": route.accepts_files,
        "text": route.accepts_text,
    }
    marks = [word for word in is_so if is_so[word]]
    yield "  ".join([f"{route.name}({arguments})", route.path, *marks])
    summary = (inspect.getdoc(spec.view) or "").partition("\n")[0]
    context = getattr(spec.context, "__name__", str(spec.context))
    yield f"    {spec.view.__module__}, {context}: {summary}"
