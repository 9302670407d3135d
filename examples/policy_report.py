# %% [markdown]
# # Laporan seorang analis kebijakan
#
# *English summary. An analyst receives an untidy register of children's cases for the last
# quarter of 2019: titles above the table, a total below it, names spelt in several ways,
# columns about children. She checks it, decides which names are one body, writes the report and
# the map that may leave the office, and attacks them herself before she sends them on. The same
# lines then make the report on Pekanbaru, from public sources. The register is invented
# (SYNTHETIC).*
#
# **Pertanyaan.** Sebuah register triwulan baru tiba di meja Anda, dan besok kepala dinas
# meminta laporan satu halaman: siapa merujuk kepada siapa, dan di mana aturan dan praktik
# berpisah? Apa yang harus dirapikan dahulu, dan apa yang boleh dikirim ke luar kantor?
#
# Register ini **data SINTETIS**: dibuat untuk latihan, tidak menggambarkan siapa pun. Jalankan
# cerita ini di folder `examples`; hasilnya ada di `examples/out/policy_report`.

# %%
import shutil
from pathlib import Path

import pandas as pd
from IPython.display import SVG, Markdown

import netgov as ng

OUT = Path("out/policy_report")
shutil.rmtree(OUT, ignore_errors=True)


def table(frame: pd.DataFrame, name: str) -> Markdown:
    """Tulis sebuah tabel dengan judul kolom berbahasa Indonesia, lalu tampilkan."""
    return Markdown(filename=ng.write_table(frame, OUT / f"{name}.md", "id"))


# %% [markdown]
# ## 1. Lihat dahulu apa yang diterima
#
# Tidak ada yang diubah di berkas aslinya. Setiap baris dipakai atau disisihkan dengan alasan;
# kolom tentang orang tidak pernah dibaca.

# %%
register = ng.read_records("register.csv")
rows = register.counts.loc["register.csv"]
about_persons = register.unread.loc[register.unread["identity"], "column"]
print(f"Baris masuk {rows['in']} = dipakai {rows['used']} + disisihkan {rows['rejected']}.")
print(f"Kolom tentang orang, tidak dibaca: {', '.join(about_persons)}.")

# %%
table(register.problems[["row", "column", "value", "code"]], "disisihkan")

# %% [markdown]
# Empat baris `not_a_record` adalah jumlah, judul bulan, dan tanda tangan. Lima yang lain
# dikembalikan kepada pencatatnya: tanggal 31 November, tanggal di tahun 2091, penerima yang
# kosong, lembaga yang merujuk kepada dirinya sendiri, dan satu baris yang terketik dua kali.
#
# ## 2. Letakkan di samping daftar lembaga dan aturan kantor
#
# Daftar lembaga, dasar hukum, dan kewajiban diambil dari data latihan `casework`. Bersama-sama,
# berkas itu menjadi satu folder kajian.

# %%
STUDY = OUT / "kajian"
(STUDY / "edges").mkdir(parents=True)
for name in ("actors.csv", "legal_bases.csv", "netgov.toml", "edges/mandates.csv"):
    shutil.copyfile(Path("casework") / name, STUDY / name)
shutil.copyfile("register.csv", STUDY / "edges" / "referrals.csv")

unsorted = ng.read_records(STUDY)
table(unsorted.unknown.drop(columns=["actor", "margin"]), "nama")

# %% [markdown]
# ## 3. Tentukan nama mana yang satu lembaga
#
# Usulan hanya membandingkan huruf. Untuk **UPPA Contoh** diusulkan RSUD, padahal itu singkatan
# Unit PPA; empat nama tidak mendapat usulan. Karena itu yang memutuskan orang, bukan program.

# %%
MEANT = {
    "Dinas Sosial Contoh": "dinsos",
    "P2TP2A Contoh": "upt_ppa",
    "Polsek Contoh Slatan": "polsek_selatan",
    "Pusat Psikologi Univ. Contoh": "psikologi",
    "Masyarakat": "warga",
    "UPTD PPA Contoh": "upt_ppa",
    "Puskesmas Contoh Empat": "puskesmas_4",
    "Balai Pemasyarakatan Contoh": "bapas",
    "Polsek Cth Barat": "polsek_barat",
    "Polsek Cth Selatan": "polsek_selatan",
    "R.S. Contoh Dua": "rs_2",
    "UPPA Contoh": "unit_ppa",
}
filled_in = unsorted.unknown.assign(actor=unsorted.unknown["alias"].map(MEANT))
aliases = ng.write_table(filled_in, OUT / "aliases.csv", "id")

records = ng.read_records(STUDY, aliases=aliases)
print(f"Lembaga: {len(unsorted.actors)} sebelum, {len(records.actors)} sesudah.")
print(f"Nama yang belum diputuskan: {len(records.unknown)}.")

# %% [markdown]
# ## 4. Buat yang boleh keluar dari kantor
#
# `protect` membuat tampilan publik: jumlah di bawah lima kasus disembunyikan, selebihnya
# dibulatkan ke kelipatan lima. Semua yang ditulis di bawah ini berasal dari tampilan itu.

# %%
history = ng.build_history(records)
public = ng.protect(history)
net = public[2019]
print(f"{len(net.actors)} lembaga, {len(net.ties)} relasi pada 2019.")

# %%
busiest = ng.measure(net, "partners", "in_strength", "out_strength")
table(busiest.rename(net.labels("id")).nlargest(5, "in_strength"), "tersibuk")

# %%
gaps = ng.find_gaps(public, 2019)
five = gaps[["place", "priority", "text_id"]].rename(columns={"text_id": "text"}).head(5)
table(five.reset_index(drop=True), "kesenjangan")

# %% [markdown]
# Laporan, peta, tabel, dan jaringan ditulis sekaligus. `map.html` adalah satu berkas yang
# terbuka tanpa internet: itulah yang dikirim kepada kepala dinas.

# %%
folder = ng.write_report(public, 2019, OUT / "laporan", "id")
for name in ("report.html", "map.html"):
    told = (folder / name).read_text(encoding="utf-8")
    print(f"{name}: nama anak {told.count('Anak contoh')} kali,", end=" ")
    print(f"nomor register {told.count('SINTETIS-2019-')} kali")

# %%
SVG(filename=ng.draw(ng.scene(public, gaps, year=2019, lang="id"), OUT / "peta.svg"))

# %% [markdown]
# ## 5. Serang sendiri sebelum dikirim
#
# Audit membaca folder itu seperti orang luar dan mencoba menghitung jumlah yang disembunyikan.

# %%
found = ng.audit(folder, history)
print(f"Jumlah kecil yang disembunyikan: {found.hidden}.")
print(f"Yang dapat dihitung orang luar: {len(found.solved)}.")

# %% [markdown]
# ## 6. Baris yang sama untuk Pekanbaru
#
# Folder `data` bukan register, melainkan pernyataan sumber terbuka tentang 2017–2019: setiap
# relasi dihitung satu kali, dan tidak ada jumlah kasus.

# %%
pekanbaru = ng.protect(ng.build_history(ng.read_records("../data")))
ng.write_report(pekanbaru, path=OUT / "pekanbaru", lang="id")
whole = pekanbaru[2017, 2019]
partners = ng.measure(whole, "partners")["partners"].rename(whole.labels("id"))
print(f"{len(whole.actors)} lembaga, {len(whole.ties)} relasi.")
print("Mitra terbanyak:", ", ".join(f"{who} {n}" for who, n in partners.nlargest(3).items()))

# %% [markdown]
# ## Jawabannya

# %%
labels = net.labels("id")
first = busiest["in_strength"].idxmax()
share = busiest["in_strength"].max() / busiest["in_strength"].sum()
duties = gaps[gaps["kind"] == "unrecorded"]
print(
    f"Pada triwulan IV 2019, {labels[first]} menerima kira-kira {share:.0%} dari semua kontak "
    f"dalam register dan berhubungan dengan {busiest['partners'].max()} lembaga. Ada "
    f"{len(duties)} kewajiban SOP yang belum tampak dalam catatan, dan yang pertama diperiksa: "
    f"{gaps['text_id'].iloc[0]}"
)

# %% [markdown]
# **Yang tidak dapat dikatakan data ini.** Register ini milik satu unit: ia hanya memuat kasus
# yang lewat UPT PPA, sehingga wajar bila UPT PPA ada di tengah. Kontak antara dua lembaga lain
# tidak terlihat; kewajiban tanpa catatan berarti *perlu ditanyakan*, bukan *tidak dijalankan*.
# Triwulan bukan setahun, dan jumlah yang dibulatkan tidak cocok untuk dijumlahkan kembali. Data
# Pekanbaru adalah pernyataan publik, bukan hitungan.
