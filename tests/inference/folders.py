"""The studies that come along, as a command is given them."""

from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent
DATA = str(_ROOT / "data")
CASEWORK = str(_ROOT / "examples" / "casework")
