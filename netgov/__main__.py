"""The command as installed: ``netgov``, also ``python -m netgov``."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

# So many new objects are made before they are searched for garbage.
_OBJECTS: Final = 100_000


def start() -> None:
    """Run the command line and leave at once.

    ``netgov --help`` must answer quickly on an old office machine. Loading click makes many
    objects that all stay, so they are not searched for garbage meanwhile, and afterwards
    seldom: nearly all that a command makes it needs or frees at once. And since nothing is
    left to tidy up after a command, the modules are not taken apart one by one at the end.

    Matrices are multiplied by one thread unless the user wants more: several add up in
    another order, so that the last digits would depend on the machine.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    from netgov.cli import main

    gc.set_threshold(_OBJECTS)
    gc.enable()
    try:
        main()
    except SystemExit as stop:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(stop.code if isinstance(stop.code, int) else int(stop.code is not None))


if __name__ == "__main__":
    start()
