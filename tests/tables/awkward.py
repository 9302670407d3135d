"""A frame of everything that a cell may hold, and texts that a spreadsheet would run."""

import datetime

import numpy as np
import pandas as pd

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\tx", "\rx", " =1", "＝1+1", "－1", "＠x",
]  # fmt: skip
FRAME = pd.DataFrame(
    {"betweenness": [1234.5, float("nan")], "name_id": ["Dinas | 50% & {x}_#$~^\\", "=1+1"]},
    index=pd.Index(["a", "b"], name="actor"),
)
LONG = "Unit Pelaksana Teknis Daerah Perlindungan Perempuan dan Anak"  # 60 signs
AWKWARD = pd.DataFrame(
    {
        "flag": [True, None, False],
        "sure": [True, False, True],
        "whole": [1.0, None, 3.0],
        "exact": [0.1 + 0.2, np.nan, 1e-17],
        "mixed": [1, 2.5, None],
        "motley": [1, "two", None],
        "day": pd.to_datetime(["2019-12-31", None, "2020-02-29"]),
        "moment": pd.to_datetime(["2019-12-31 12:30", None, "2020-02-29 00:00"]),
        "text": ['said "yes", twice', None, "Ñandú – 雪 🙂"],
        "long": [LONG, "line one\nline two", "bell \x07"],
        "none": [None, None, None],
        "date": [datetime.date(2019, 1, 2), None, datetime.date(2020, 1, 2)],
    }
)
