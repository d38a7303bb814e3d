"""Periodic tasks: units of work that run on a schedule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router

from kalenner.database import try_lock
from kalenner.registry import RegistryKey
from kalenner.units import run_unit


@dataclass(frozen=True)
class Task:
    """A function to run every so many minutes of the hour: as a unit of work, or with units of its own."""

    name: str
    work: Callable[[Any], object]
    every_minutes: int
    has_own_units: bool = False


def add_task(
    config: Configurator, name: str, work: Callable[[Request], object], *, every_minutes: int
) -> None:
    """Register a task (directive); it must be idempotent, because it may run twice."""
    _add(config, Task(name, work, every_minutes))


def add_long_task(
    config: Configurator, name: str, work: Callable[[Router], object], *, every_minutes: int
) -> None:
    """Register a task that is given the application and runs units of work by itself (directive).

    It is for what takes long between two transactions, and may run in several processes at a time.
    """
    _add(config, Task(name, work, every_minutes, has_own_units=True))


def _add(config: Configurator, task: Task) -> None:
    def register() -> None:
        TASKS.of(config.registry)[task.name] = task

    config.action(("task", task.name), register)


def tasks_of(app: Router) -> list[Task]:
    """Return the registered tasks."""
    return list(TASKS.of(app.registry).values())


def run_task(app: Router, task: Task) -> None:
    """Run a task now, unless another process is running it as a unit of work."""
    if task.has_own_units:
        task.work(app)
        return

    def work(request: Request) -> None:
        if try_lock(request.dbsession, f"task:{task.name}"):
            task.work(request)

    run_unit(app, f"task/{task.name}", work)


def includeme(config: Configurator) -> None:
    """Add the directives."""
    config.add_directive("add_task", add_task)
    config.add_directive("add_long_task", add_long_task)


TASKS: RegistryKey[dict[str, Task]] = RegistryKey("kalenner.tasks", dict)
