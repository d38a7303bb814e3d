"""A process of its own that writes: ``python -m tests.core.database.writer URL NUMBER``.

Says when it is ready, begins at the first line of its input, and names each room by the number it found, so
that a unit that did not see the one before it would be noticed.
"""

import sys

from kalenner.database import make_engine
from tests.core.database.rooms import COUNT, INSERT

url, number = sys.argv[1:]
engine = make_engine(url, lock_timeout=30)
with engine.connect():
    print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(number)):
    with engine.begin() as connection:
        found = connection.execute(COUNT).scalar_one()
        connection.execute(INSERT, {"name": str(found)})
engine.dispose()
