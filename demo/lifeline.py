"""Run Home Assistant for as long as whoever started it lives.

Standard input is the line: it ends when the starter does, however it does, and
Home Assistant is then asked to stop. Arguments are Home Assistant's own.
"""

import os
import signal
import sys
from threading import Thread

from homeassistant.__main__ import main


def _stop_at_the_end_of_the_line() -> None:
    """Wait for the starter's end, unbuffered: a buffer would be locked at our own."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=_stop_at_the_end_of_the_line, daemon=True).start()
    sys.exit(main())
