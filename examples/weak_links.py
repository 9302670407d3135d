# %% [markdown]
# # Perencana mencari relasi yang lemah
#
# *English summary. A planner of the city's office for women and children (DPPPA) asks which
# link between bodies to repair first. In the office's own view of an invented (SYNTHETIC) log
# she reads the gaps by priority, why each is one, which agreement to prepare first, where staff
# do not suffice and where cases wait; then she takes along only what may leave the office. At
# the end the same question is put to the public sources on Pekanbaru.*
#
# **Pertanyaan.** Tahun depan DPPPA dapat menyiapkan satu kesepakatan antarlembaga dan
# mengusulkan satu tambahan sumber daya. Yang mana dahulu, dan apa buktinya?
#
# Catatan kasus ini **data SINTETIS**: 1.416 kasus rekaan di Kota Contoh dengan kelemahan yang
# sengaja ditanam. Jalankan cerita ini di folder `examples`; hasilnya ada di
# `examples/out/weak_links`.

# %%
from pathlib import Path

import pandas as pd
from babel.numbers import format_decimal
from IPython.display import Markdown

import netgov as ng

OUT = Path("out/weak_links")


def table(frame: pd.DataFrame, name: str) -> Markdown:
    """Tulis sebuah tabel dengan judul kolom berbahasa Indonesia, lalu tampilkan."""
    return Markdown(filename=ng.write_table(frame, OUT / f"{name}.md", "id"))


def number(value: float) -> str:
    """Tulis sebuah angka dengan koma."""
    return format_decimal(value, format="0.##", locale="id")


# %% [markdown]
# ## 1. Buka catatan dalam tampilan kantor
#
# `keep_internal` menampilkan jumlah apa adanya, untuk kantor saja. Yang dibawa keluar dibuat di
# langkah 5, dari tampilan publik.

# %%
history = ng.build_history(ng.read_records("casework"))
office = ng.keep_internal(history)
net = office[2017, 2019]
labels = net.labels("id")
print(f"{len(net.actors)} lembaga, {len(net.ties)} relasi dalam tiga tahun.")

# %% [markdown]
# ## 2. Kesenjangan menurut prioritas
#
# Prioritas menimbang seberapa parah, berapa kasus yang terkena, sekuat apa aturannya, sekuat
# apa buktinya, dan apakah kota sendiri dapat memperbaikinya.

# %%
gaps = ng.find_gaps(office)
gaps = gaps.assign(text=gaps["text_id"], priority=gaps["priority"].round(1))
ten = gaps[["place", "priority", "source", "target", "text"]].head(10).reset_index(drop=True)
table(ten.replace({"source": labels, "target": labels}), "kesenjangan")

# %% [markdown]
# ## 3. Mengapa, dan kesepakatan mana dahulu?
#
# Yang pertama menyangkut satu lembaga: itu soal sumber daya, dan dijawab di langkah 4. Sebuah
# kesepakatan menyangkut dua lembaga, jadi yang dicari adalah kesenjangan teratas *antara* dua
# lembaga.

# %%
between = gaps[gaps["target"] != ""]
first = between.iloc[0]
print(f"{labels[first['source']]} – {labels[first['target']]}: {first['text']}")
print(first["note_id"])
for part, said in {
    "severity": "keparahan",
    "part_cases": "kasus yang terkena",
    "part_force": "kekuatan aturan",
    "part_confidence": "kepastian bukti",
    "part_reach": "jangkauan kota",
}.items():
    print(f"  {said}: {number(first[part])}")

# %% [markdown]
# Di balik setiap kesenjangan ada baris: aturannya, dan kontak yang tercatat.

# %%
behind = ng.rows_behind(office, gaps, first.name, "id").head(6)
behind = behind[["file", "row", "source", "target", "year", "text"]]
table(behind.replace({"source": labels, "target": labels}), "baris")

# %% [markdown]
# ## 4. Beban, waktu tunggu, dan jalan memutar
#
# Kapasitas adalah jumlah petugas kali kasus yang dapat mereka selesaikan dalam sebulan. Di atas
# 100 % antrean bertambah terus, dan tidak ada waktu tunggu yang tetap.

# %%
load = pd.DataFrame({year: ng.pathways(office, year).capacity["load"] for year in office})
load = load.rename(labels).sort_values(2019, ascending=False).head(4)
for body, years in load.iterrows():
    print(f"{body:>10}: " + ", ".join(f"{year} {used:.0%}" for year, used in years.items()))

# %%
whole = ng.pathways(office)
slow = whole.delays.nlargest(5, "median").reset_index()
slow = slow[["source", "target", "contacts", "median", "ninth", "deadline"]]
table(slow.replace({"source": labels, "target": labels}), "tunggu")

# %%
health = whole.detours.loc[("upt_ppa", "rsud")]
print(
    f"Dari UPT PPA ke RSUD: {health['direct']:.0f} hari langsung,",
    f"{health['days']:.0f} hari lewat",
    " → ".join(labels[body] for body in health["chain"].split(" > ")),
)

# %% [markdown]
# ## 5. Apa yang dibawa ke rapat
#
# Tabel di atas untuk kantor saja. Dengan `view=office` berkasnya hanya dapat dibuka pemiliknya,
# dan setiap baris menyebut untuk siapa isinya.

# %%
for_office = gaps[["place", "priority", "source", "target", "text"]]
print(ng.write_table(for_office, OUT / "kantor.xlsx", "id", view=office).name)

# %% [markdown]
# Untuk rapat dengan lembaga lain, ambillah agenda dari tampilan publik. Yang hanya diketahui
# dari kasus satu per satu tidak ada di sana. `write_agenda` menulisnya sebagai dokumen Word
# dengan tempat untuk mencatat keputusan.

# %%
public = ng.protect(history)
print(ng.write_agenda(public, path=OUT / "agenda.docx", lang="id").name)
agenda = ng.agenda(public, lang="id")
table(agenda[["bodies", "text", "ask", "agree"]], "rapat")

# %%
print("Dibicarakan di kantor saja, karena bersandar pada kasus satu per satu:")
told = ng.find_gaps(public).index
for gap in between[between["severity"] >= 0.5].drop(told, errors="ignore").itertuples():
    print(f"  {labels[gap.source]} – {labels[gap.target]}: {gap.text}")

# %% [markdown]
# ## 6. Pertanyaan yang sama untuk Pekanbaru
#
# Untuk Pekanbaru yang ada hanya pernyataan sumber terbuka, bukan hitungan: beban dan waktu
# tunggu tidak dapat diperiksa, tetapi kewajiban tanpa bukti publik dapat didaftar.

# %%
pekanbaru = ng.protect(ng.build_history(ng.read_records("../data")))
found = ng.find_gaps(pekanbaru)
ours = found[found["source"].isin(["dpppa", "upt_ppa_pku"]) & (found["kind"] == "unrecorded")]
for gap in ours.head(3).itertuples():
    print(f"{number(gap.priority)}  {gap.text_id}")

# %% [markdown]
# ## Jawabannya

# %%
unit = whole.capacity.loc["upt_ppa"]
print(
    f"Kesepakatan pertama: {labels[first['source']]} dengan {labels[first['target']]} – "
    f"{first['text']} Sumber daya: UPT PPA menerima {number(unit['monthly'].round(1))} kasus "
    f"sebulan dengan {unit['staff']:.0f} petugas ({unit['load']:.0%} kapasitas selama tiga "
    f"tahun, {load.at['UPT PPA', 2019]:.0%} pada 2019); seluruh masa itu memerlukan sedikitnya "
    f"{unit['staff_needed']:.0f} petugas."
)

# %% [markdown]
# **Yang tidak dapat dikatakan data ini.** Tidak tercatat bukan berarti tidak ada kontak; setiap
# kesenjangan adalah tempat untuk bertanya, bukan putusan. Bahwa beban dan jeda terjadi
# bersamaan tidak menunjukkan sebabnya. Kapasitas per petugas adalah angka dari tabel lembaga,
# bukan ukuran mutu kerja. Data latihan ini rekaan; tidak satu pun angka di langkah 1 sampai 5
# berlaku untuk Pekanbaru.
