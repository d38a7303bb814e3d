"""Cleans every hostile file in a process of its own, and prints what came of it and what it cost."""

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image

from kalenner.files import PictureRefused, clean_picture
from tests.core.files.forged_files import CANARY, encoded
from tests.core.files.hostile_files import FILES


def cleaned(data: bytes) -> dict[str, Any]:
    """Clean `data`; return what came of it, in how many seconds of processor time, and how much memory was used at once."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    found: dict[str, Any]
    try:
        clean = clean_picture(data, max_side=2000)
    except PictureRefused as refused:
        found = {"reason": refused.reason.value}
    else:
        found = {"holds_canary": CANARY in clean}
    cost = {
        "seconds": time.process_time() - started,
        "megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    }
    if "reason" not in found:
        with Image.open(BytesIO(clean)) as picture:
            picture.load()
            extra = sorted({*picture.info} - {"jfif", "jfif_version", "jfif_unit", "jfif_density"})
            found |= {"size": picture.size, "mode": picture.mode, "extra": [str(one) for one in extra]}
    return {**found, **cost}


def in_a_fork(data: bytes) -> dict[str, Any]:
    """Do it in a process of its own, which knows the libraries already."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(writing, "w") as file:
            json.dump(cleaned(data), file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        told = file.read()
    _child, status = os.waitpid(child, 0)
    found: dict[str, Any] = json.loads(told) if status == 0 else {"died": status}
    return found


def results() -> Iterator[dict[str, Any]]:
    clean_picture(encoded("JPEG"))  # the library is loaded now
    for name, (make, _outcome) in FILES.items():
        yield {"name": name, **in_a_fork(make())}


if __name__ == "__main__":
    warnings.simplefilter("error")  # from here on: libraries that are imported have warnings of their own
    for result in results():
        sys.stdout.write(json.dumps(result) + "\n")
