"""The rule that a table's name begins with its owner's."""

from collections.abc import Sequence
from itertools import permutations

from sqlalchemy.orm import DeclarativeBase

from kalenner.database.meta import Base
from kalenner.database.migrations import MigrationSource


class TableNameFault(Exception):
    """Table names, or names of sources, that leave it open which source owns a table."""


def check_table_names(sources: Sequence[MigrationSource], *, base: type[DeclarativeBase] = Base) -> None:
    """Refuse models whose table is not called ``<name>_<noun>`` after the source they are in.

    A model belongs to the source whose package holds its module. Tables without a model are not checked.
    `base` is the base of the models to look at. Raises TableNameFault naming all of them, and
    for two sources where the tables of one could be the other's (``pay`` and ``pay_links``).
    """
    faults = [
        f"the names {first.name!r} and {second.name!r} overlap: a table {second.name}_… could belong to both"
        for first, second in permutations(sources, 2)
        if second.name == first.name or second.name.startswith(f"{first.name}_")
    ]
    for mapper in base.registry.mappers:
        module = mapper.class_.__module__
        for source in sources:
            is_owner = module == source.package or module.startswith(f"{source.package}.")
            for table in mapper.tables:
                name = str(getattr(table, "name", ""))
                if is_owner and not source.owns(name):
                    faults.append(
                        f"{module}.{mapper.class_.__name__}: table {name!r} must begin with {source.name}_"
                    )
    if faults:
        raise TableNameFault("; ".join(sorted(set(faults))))
