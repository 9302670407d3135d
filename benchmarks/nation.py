"""A country that does not exist: districts of about forty bodies, and millions of referrals.

Everything is drawn from hashes of a number and a seed, so that the same seed gives the same
records as long as DuckDB stays the same: another version may hash otherwise. DuckDB writes
them, in bounded memory.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

import netgov as ng

DISTRICTS = 514
PROVINCES = 38
# Kind of body and its sector; a district has one or several of each.
KINDS = (
    *(("DPPPA", "social"), ("UPT PPA", "social"), ("Dinas Sosial", "social")),
    *(("Unit PPA Polres", "police"), ("RSUD", "health"), ("Dinas Kesehatan", "health")),
    *(("Dinas Pendidikan", "education"), ("Kejaksaan Negeri", "justice")),
    *(("Pengadilan Negeri", "justice"), ("LBH", "ngo")),
    *((f"Puskesmas {turn}", "health") for turn in range(1, 13)),
    *((f"PATBM Desa {turn}", "community") for turn in range(1, 13)),
    *((f"Polsek {turn}", "police") for turn in range(1, 7)),
)
BODIES = len(KINDS)
_PARTNERS = 10  # of each body in its district
_DAYS = 1_000  # from the first of January 2017 on

# Six records are two cases of one to five contacts. A case passes from body to body by steps
# of one length; one in twenty goes up to the province, one in a hundred to the next district.
_RECORDS = """
WITH drawn AS (
  SELECT
    i, i // 6 AS pair, i % 6 AS place,
    1 + (hash(i // 6 + {seed}) % 5)::INT AS split
  FROM range({start}, {stop}) AS numbers(i)
), placed AS (
  SELECT
    i,
    pair * 2 + (place >= split)::INT AS c,
    CASE WHEN place >= split THEN place - split ELSE place END AS step
  FROM drawn
), cases AS (
  SELECT
    i, c, step,
    (hash(c + {seed}) % {districts})::INT AS district,
    (hash(c * 3 + {seed}) % {bodies})::INT AS first,
    1 + (hash(c * 5 + {seed}) % {partners})::INT AS stride,
    (hash(c * 7 + {seed}) % {days})::INT + step * 3 * (hash(c * 11 + {seed}) % 4)::INT AS day,
    (hash(i * 13 + {seed}) % 100)::INT AS chance,
    (hash(i * 17 + {seed}) % 40)::INT AS wait
  FROM placed
), ends AS (
  SELECT
    *,
    (first + step * stride) % {bodies} AS sender,
    (first + (step + 1) * stride) % {bodies} AS receiver
  FROM cases
)
SELECT
  i + 1 AS no,
  concat(lpad((1100 + district)::VARCHAR, 4, '0'), '-KS-', lpad(c::VARCHAR, 8, '0'))
    AS nomor_kasus,
  {day_of_contact} AS tanggal,
  concat(s.name, ' ', lpad(district::VARCHAR, 3, '0')) AS asal,
  CASE
    WHEN chance < 5
      THEN concat('UPT PPA Provinsi ', lpad((district % {provinces})::VARCHAR, 2, '0'))
    WHEN chance = 5
      THEN concat(r.name, ' ', lpad(((district + 1) % {districts})::VARCHAR, 3, '0'))
    ELSE concat(r.name, ' ', lpad(district::VARCHAR, 3, '0'))
  END AS tujuan,
  'rujukan' AS relasi,
  CASE WHEN chance % 10 < 7 THEN 'diterima' ELSE 'terkirim' END AS status,
  CASE WHEN chance % 10 < 7 THEN {day_of_answer} END AS tanggal_dijawab,
  CASE WHEN chance % 10 < 5 THEN {day_of_end} END AS tanggal_selesai,
  concat('SINTETIS ', i) AS nama_korban
FROM ends
JOIN kinds s ON s.number = sender
JOIN kinds r ON r.number = receiver
ORDER BY no
"""


def write_records(
    path: Path, rows: int, *, districts: int = DISTRICTS, seed: int = 1, start: int = 0
) -> Path:
    """Write records to a .csv or .parquet file; in Parquet days are days, in CSV text.

    A settings file beside it says that they are invented.
    """

    def day(more: str = "") -> str:
        return f"(DATE '2017-01-01' + (day{more})::INT)"

    query = _RECORDS.format(
        seed=seed, start=start, stop=start + rows, districts=districts, bodies=BODIES,
        partners=_PARTNERS, days=_DAYS, provinces=PROVINCES, day_of_contact=day(),
        day_of_answer=day(" + wait"), day_of_end=day(" + wait + 30"),
    )  # fmt: skip
    told = "[study]\nsynthetic = true\n"
    (path.parent / "netgov.toml").write_text(told, encoding="utf-8")
    form = "FORMAT csv, HEADER true" if path.suffix == ".csv" else "FORMAT parquet"
    with duckdb.connect() as database:
        database.execute("SET memory_limit = '2GB'")
        database.execute(f"SET temp_directory = '{path.parent}'")
        database.execute("CREATE TABLE kinds (number INT, name VARCHAR)")
        rows_of_kinds = [(turn, name) for turn, (name, _sector) in enumerate(KINDS)]
        database.executemany("INSERT INTO kinds VALUES (?, ?)", rows_of_kinds)
        database.execute(f"COPY ({query}) TO '{path}' ({form})")
    return path


def write_country(folder: Path, rows: int, *, districts: int = DISTRICTS) -> Path:
    """Write a data folder: the bodies of a country and the ties that an engine added up."""
    edges = folder / "edges"
    edges.mkdir(parents=True)
    log = write_records(folder.parent / "records.parquet", rows, districts=districts)
    lines = ["id,name_id,sector,level,reach,district"]
    for district in range(districts):
        lines += [
            f"d{district:03d}_{turn:02d},{name} {district:03d},{sector},city,city,"
            f"Kabupaten Contoh {district:03d}"
            for turn, (name, sector) in enumerate(KINDS)
        ]
    lines += [
        f"p{province:02d},UPT PPA Provinsi {province:02d},social,province,vertical,"
        for province in range(PROVINCES)
    ]
    actors = folder / "actors.csv"
    actors.write_text("\n".join([*lines, ""]), encoding="utf-8")
    (folder / "netgov.toml").write_text(
        '[study]\ntitle_id = "Negeri contoh"\ntitle_en = "Example country"\nsynthetic = true\n',
        encoding="utf-8",
    )
    ng.write_aggregate(ng.aggregate(log, actors=actors), edges / "ties.csv")
    log.unlink()
    return folder


if __name__ == "__main__":  # in a process of its own, so that its memory is not measured along
    write_records(
        Path(sys.argv[1]), int(sys.argv[2]), districts=int(sys.argv[3]), start=int(sys.argv[4])
    )
