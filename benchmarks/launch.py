"""Run a command and print its seconds by the clock, seconds of CPU and peak megabytes.

So small that its own memory, which the system counts along, hides nothing.
"""

import os
import sys
import time

nowhere = os.open(os.devnull, os.O_WRONLY)
silent = [(os.POSIX_SPAWN_DUP2, nowhere, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)]
start = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_process, status, used = os.wait4(process, 0)
spent = used.ru_utime + used.ru_stime
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # macOS counts bytes, others kilobytes
print(time.perf_counter() - start, spent, used.ru_maxrss / unit)
sys.exit(os.waitstatus_to_exitcode(status))
