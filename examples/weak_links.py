"""A planner's question: which agreement should the DPPPA prepare first?

Run it from the folder of netgov: ``python examples/weak_links.py``.
"""

from pathlib import Path

import netgov as ng

DATA = Path(__file__).parent.parent / "data"


def main() -> None:
    """Print the gaps that touch the DPPPA or its service unit, the most pressing first."""
    history = ng.protect(ng.build_history(ng.read_records(DATA)))
    gaps = ng.find_gaps(history)
    ours = gaps[gaps["source"].isin(["dpppa", "upt_ppa_pku"]) & (gaps["kind"] == "unrecorded")]
    for gap in ours.itertuples():
        print(f"{gap.priority:5.1f}  {gap.text_en}")


if __name__ == "__main__":
    main()
