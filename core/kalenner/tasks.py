"""Periodic tasks: units of work that run on a schedule."""

from collections.abc import Callable
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router

from kalenner.database import try_lock
from kalenner.registry import RegistryKey
from kalenner.units import run_unit


@dataclass(frozen=True)
class Task:
    """A function to run as a unit of work, every so many minutes of the hour."""

    name: str
    work: Callable[[Request], object]
    every_minutes: int


def add_task(
    config: Configurator, name: str, work: Callable[[Request], object], *, every_minutes: int
) -> None:
    """Register a task (directive); it must be idempotent, because it may run twice."""

    def register() -> None:
        TASKS.of(config.registry)[name] = Task(name, work, every_minutes)

    config.action(("task", name), register)


def tasks_of(app: Router) -> list[Task]:
    """Return the registered tasks."""
    return list(TASKS.of(app.registry).values())


def run_task(app: Router, task: Task) -> None:
    """Run a task now, unless another process is running it."""

    def work(request: Request) -> None:
        if try_lock(request.dbsession, f"task:{task.name}"):
            task.work(request)

    run_unit(app, f"task/{task.name}", work)


def includeme(config: Configurator) -> None:
    """Add the directive."""
    config.add_directive("add_task", add_task)


TASKS: RegistryKey[dict[str, Task]] = RegistryKey("kalenner.tasks", dict)
