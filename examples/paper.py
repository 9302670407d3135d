# %% [markdown]
# # A figure and a table in a paper
#
# *Ringkasan. Seorang peneliti memilih satu lapisan relasi dan satu masa dari data Pekanbaru,
# mengukur dengan definisi yang dapat dikutip, menulis tabel LaTeX beserta judul dan labelnya,
# gambar abu-abu dalam PDF dan SVG, serta berkas GraphML untuk R. Data adalah pernyataan publik,
# bukan hitungan.*
#
# **Question.** Who holds the coordination of child protection in Pekanbaru together, 2017–2019,
# as public sources tell it: the office in charge, or somebody else?
#
# Run this story in the folder `examples`; what it writes is in `examples/out/paper`. Every run
# gives the same bytes.

# %%
from pathlib import Path

import pandas as pd
from IPython.display import SVG, Markdown

import netgov as ng

OUT = Path("out/paper")

# %% [markdown]
# ## 1. Data: one layer, three years
#
# The records are cited public statements. Each makes a tie of weight 1 whatever it says of how
# often; so the network is read as *who appears in coordination with whom*, and not as volume.

# %%
public = ng.protect(ng.build_history(ng.read_records("../data")))
period = public[2017, 2019]
net = period.layer("coordination")
signs = public.records.signs_in(public.whole)
stated = signs[signs["layer"] == "coordination"]
print(net)
print(f"{len(stated)} of {len(signs)} statements about {public.whole} are on coordination.")

# %%
ng.coverage(public)[["statements", "contacts"]]

# %% [markdown]
# ## 2. Measures, with the definition to cite
#
# A card holds what a methods section needs: the formula, the plain meaning, what an actor
# without ties gets, and the works cited.

# %%
CHOSEN = ["partners", "betweenness", "constraint", "broker_roles"]
for name in CHOSEN:
    card = ng.MEASURES[name]
    print(f"{card.label}: {card.plain}\n  ${card.formula}$\n  {', '.join(card.cites)}")

# %% [markdown]
# ## 3. The table
#
# Bodies with at least one tie, the five with the highest betweenness; brokerage by sector
# (Gould and Fernandez). A body that stands for many, such as "village offices", is left out of
# a ranking.

# %%
values = ng.measure(net, *CHOSEN)
single = (net.actors["aggregate"] != "yes") & (values["partners"] > 0)
ranked = values[single].sort_values(["betweenness", "partners"], ascending=False, kind="stable")
shown = ranked[["partners", "betweenness", "constraint", "broker_roles.total"]].head(5).round(2)
shown = shown.rename(net.labels("en"))
latex = ng.write_table(
    shown,
    OUT / "brokers.tex",
    "en",
    public.mode,
    caption="Brokers of coordination, Pekanbaru 2017–2019 (public statements)",
    label="tab:brokers",
)
print(latex.read_text(encoding="utf-8"))

# %%
Markdown(filename=ng.write_table(shown, OUT / "brokers.md", "en", public.mode))

# %% [markdown]
# ## 4. The figure
#
# Greys alone, for print; `text="path"` keeps the letters the same on every machine. Gaps are
# left out, since the paper is about what is on record.

# %%
no_gaps = ng.find_gaps(public).head(0)
picture = ng.scene(public, no_gaps, layers=["coordination"], lang="en")
for suffix in ("pdf", "svg"):
    print(ng.draw(picture, OUT / f"coordination.{suffix}", greyscale=True).name)

# %%
SVG(filename=OUT / "coordination.svg")

# %% [markdown]
# In the paper:
#
# ```latex
# \usepackage{array,booktabs,graphicx}
# \begin{figure}\includegraphics[width=\linewidth]{coordination.pdf}
#   \caption{Coordination as public sources report it, Pekanbaru 2017--2019.}\label{fig:map}
# \end{figure}
# \input{brokers.tex}
# ```
#
# ## 5. Does the answer hold?
#
# Ranks of so few statements are soft. Two checks: with all layers instead of one, and with
# units counted as part of the body they belong to. The rank correlation is Spearman's, over
# bodies with a tie in both.

# %%
others = {"all layers": period, "units with their parent": net.merged("parent")}
checks = {}
for name, other in others.items():
    again = ng.measure(other, "partners", "betweenness")
    both = pd.DataFrame({"here": ranked["betweenness"], "there": again["betweenness"]}).dropna()
    ranks = both.rank()
    checks[name] = {
        "bodies": len(both),
        "rank correlation": round(ranks["here"].corr(ranks["there"]), 2),
        "first": other.names("en")[again["betweenness"].idxmax()],
    }
pd.DataFrame.from_dict(checks, orient="index")

# %% [markdown]
# ## 6. The network, for R, Gephi and UCINET
#
# ```r
# library(igraph)
# g <- read_graph("coordination.graphml", format = "graphml")
# betweenness(simplify(g, edge.attr.comb = "first"), weights = NA)
# ```

# %%
for suffix in ("graphml", "gexf", "dl"):
    print(ng.write_network(net, OUT / f"coordination.{suffix}").name)

# %% [markdown]
# ## The answer

# %%
first, names = ranked.index[0], net.names("en")
print(
    f"Of {len(net.actors)} bodies, {len(ranked)} appear in coordination. {names[first]} lies "
    f"on the most shortest routes ({ranked.at[first, 'betweenness']:.1f}); the office in "
    f"charge, {names['dpppa']}, is number {ranked.index.get_loc('dpppa') + 1} "
    f"({ranked.at['dpppa', 'betweenness']:.1f}). With all layers together the first is: "
    f"{checks['all layers']['first']}."
)

# %% [markdown]
# So the police join others in coordination as such, the office once authority, reporting and
# funding count too: a paper must say which layer it speaks of.
#
# **What the data cannot say.** Statements are no sample: a body that is often in the news or in
# papers is seen more often. How much is coordinated, how well, and what is not written about
# stays open; ranks of neighbours that differ by one statement should not be told apart. Data
# whose sources cannot be drawn from a population carry no p-values here.
#
# **How to cite.** netgov as in `CITATION.cff` with its version, and the sources of the data:

# %%
numbers = stated["citation"].str.findall(r"\d+").explode().astype(int)
sources = public.records.sources.loc[sorted(set(numbers))]
ng.write_table(sources[["short", "text", "address"]], OUT / "sources.md", "en", public.mode)
print(f"netgov {ng.__version__}; {len(sources)} sources, listed in sources.md, the first being")
print(sources["text"].iloc[0])
