"""The rule that a table says whose it is."""

from collections.abc import Sequence
from itertools import permutations

from sqlalchemy.orm import DeclarativeBase

from kalenner.database.meta import Base
from kalenner.database.migrations import MigrationSource


def table_name_faults(
    sources: Sequence[MigrationSource], *, base: type[DeclarativeBase] = Base
) -> dict[str, list[str]]:
    """Return what is wrong with names of tables and sources, by the name of the source to leave out.

    A table is called ``<name>_<noun>`` after the source whose package holds its model; a table without a
    model is not seen. Of two sources the tables of one could be the other's (``pay`` and ``pay_links``).
    `base` is the base of the models to look at.
    """
    faults: dict[str, list[str]] = {}
    for first, second in permutations(sources, 2):
        if second.name == first.name or second.name.startswith(f"{first.name}_"):
            faults.setdefault(second.name, []).append(
                f"the names {first.name!r} and {second.name!r} overlap: "
                f"a table {second.name}_… could belong to both"
            )
    for mapper in base.registry.mappers:
        module = mapper.class_.__module__
        for source in sources:
            within = module == source.package or module.startswith(f"{source.package}.")
            for table in mapper.tables:
                name = str(getattr(table, "name", ""))
                if within and not source.owns(name):
                    faults.setdefault(source.name, []).append(
                        f"{module}.{mapper.class_.__name__}: table {name!r} must begin with {source.name}_"
                    )
    return faults


def packages_with_tables(packages: Sequence[str], *, base: type[DeclarativeBase] = Base) -> set[str]:
    """Return those of some packages that hold a model."""
    modules = {mapper.class_.__module__ for mapper in base.registry.mappers}
    return {
        package
        for package in packages
        if any(module == package or module.startswith(f"{package}.") for module in modules)
    }
