"""The command as installed: ``netgov``, also ``python -m netgov``."""

from __future__ import annotations

import gc
import os
import sys


def start() -> None:
    """Run the command line and leave at once.

    ``netgov --help`` must answer quickly on an old office machine. Loading click makes many
    objects that all stay, so they are not searched for garbage meanwhile; and since nothing is
    left to tidy up after a command, the modules are not taken apart one by one at the end.
    """
    gc.disable()
    from netgov.cli import main

    gc.enable()
    try:
        main()
    except SystemExit as stop:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(stop.code if isinstance(stop.code, int) else int(stop.code is not None))


if __name__ == "__main__":
    start()
