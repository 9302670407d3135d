"""Referral logs as offices keep them: many contacts, some of them badly written."""

from __future__ import annotations

import datetime as dt
import random

import pandas as pd

BODIES = (
    *("DPPPA Kota Pekanbaru", "UPT P2A", "Polresta Pekanbaru", "polresta pekanbaru"),
    *("Dinas Kesehatan", "RSUD Arifin Achmad", "Puskesmas Rumbai", " UPT P2A ", "P.K.K."),
)
BLANK = ("", "-")
ODD_DAYS = (
    *("31/02/2019", "", "2019", "Maret 2019", "3 Maret 2019", "2099-01-01", "-"),
    *("13.05.2018", "kemarin", "2018-07-04 10:30:00", "1899-01-01"),
)
CHILD = "Mawar Melati"


def messy_log(rows: int, seed: int = 1) -> pd.DataFrame:
    """Return records of which about a third cannot be used; each cell is text."""
    draw = random.Random(seed)  # noqa: S311  no secret
    return pd.DataFrame([_record(draw, at, rows) for at in range(rows)])


def clean_log(rows: int, seed: int = 1) -> pd.DataFrame:
    """Return records that can all be used, several a day of one case among them."""
    log = messy_log(rows, seed)
    draw = random.Random(seed)  # noqa: S311  no secret
    days = [dt.date(2017, 1, 1) + dt.timedelta(draw.randrange(400)) for _row in range(rows)]
    ends = [draw.sample(BODIES[4:7], 2) for _row in range(rows)]
    return log.assign(
        no=[str(row) for row in range(rows)],
        tanggal=[day.isoformat() for day in days],
        asal=[source for source, _target in ends],
        tujuan=[target for _source, target in ends],
        dijawab=[(day + dt.timedelta(draw.randrange(9))).isoformat() for day in days],
        status="diterima",
        jumlah="",
        kasus=[f"1471-{draw.randrange(rows // 4):06d}" for _row in range(rows)],
    )


def _record(draw: random.Random, at: int, rows: int) -> dict[str, str]:
    day = dt.date(2017, 1, 1) + dt.timedelta(draw.randrange(1000))
    later = [day + dt.timedelta(draw.randrange(-2, 60)) for _end in range(2)]
    odd, names = draw.random() < 0.1, (*BODIES, *BLANK)
    return {
        "no": str(at) if draw.random() < 0.99 else "",
        "kasus": draw.choice(BLANK) if odd else f"K-{draw.randrange(rows // 3 + 1):06d}",
        "tanggal": draw.choice(ODD_DAYS) if draw.random() < 0.1 else day.isoformat(),
        "asal": draw.choice(names),
        "tujuan": draw.choice(names),
        "relasi": draw.choice(("rujukan", "", "koordinasi", "entah")),
        "status": draw.choice(("terkirim", "diterima", "selesai", "tidak dirujuk", "")),
        "dijawab": later[0].isoformat() if draw.random() < 0.7 else draw.choice(ODD_DAYS),
        "tanggal_selesai": later[1].isoformat() if draw.random() < 0.5 else "",
        "jumlah": draw.choice(("1", "3", "0", "banyak", "1.250")) if odd else "",
        "nama_korban": f"{CHILD} {at}",
    }
