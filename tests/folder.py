"""A small data folder made by hand, table by table."""

from pathlib import Path

TABLES = {
    "actors.csv": """id,name_id,name_en,abbrev,parent,sector,level,reach
unit,Unit Layanan,Service unit,UL,office,social,city,city
office,Dinas,Office,DN,,government,city,city
police,Polresta,City police,PR,,police,city,vertical
health,Puskesmas,Health centre,PK,,health,kecamatan,city
""",
    "edges/evidence.csv": """source,target,layer,year_from,year_to,strength,citation,confidence
unit,police,referral,2019,2019,present,[1],documented
police,unit,coordination,2018,2019,weak,[2],documented
office,unit,authority,,2019,strong,[1],inferred
unit,health,referral,2019,,absent,[2],documented
""",
    "edges/mandates.csv": """duty,kind,source,target,layer,legal_basis,article
d1,must,unit,health,referral,Rule,Pasal 1
d2,must,unit,police,referral,Rule,Pasal 2
d3,may,police,health,referral,Rule,Pasal 3 [verify]
""",
    "legal_bases.csv": """legal_basis,name_id,rank,in_force_from,in_force_to
Rule,Aturan,law,2010,
""",
    "SOURCES.md": """# Sources

[1] **One 2019**. A first source. <https://example.org/1> Read: article. Dibaca: artikel.

[2] **Two 2019**. A second source. (no address) Read: page. Dibaca: halaman.
""",
}
TABLES["edges/mandates.csv"] = "\n".join(
    line + (",in_force_from" if turn == 0 else ",2010")
    for turn, line in enumerate(TABLES["edges/mandates.csv"].splitlines())
)


def write(folder: Path, changes: dict[str, str | bytes | None]) -> Path:
    """Write the folder with some files changed; None leaves a file out."""
    for name, content in {**TABLES, **changes}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
