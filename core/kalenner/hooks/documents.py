"""Hooks of documents: what an uploaded file is held against before anybody gets it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyramid.registry import Registry

from kalenner.hooks import hookspec


@dataclass(frozen=True)
class FileToCheck:
    """A file that was uploaded: the name it came with, its size in bytes, and what reads it from the start.

    `read` may be called again; it yields the bytes as they were sent.
    """

    name: str
    size: int
    read: Callable[[], Iterator[bytes]]


@hookspec
def documents_refusals(registry: Registry, file: FileToCheck) -> list[str]:  # type: ignore[empty-body]
    """Look into an uploaded file, such as for malware.

    Called when: a file was uploaded, before anybody sees it, and each minute again while that fails.
    In transaction? no – it may take long, and reads the file as a stream.
    Return: a list of names of what was found, which the uploader reads; empty where there is nothing.
    If it raises: the file waits and is given to nobody, and the log names the plugin.
    """
