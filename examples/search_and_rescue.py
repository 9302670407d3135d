# %% [markdown]
# # Somebody else's network: search and rescue at Lake Pomona
#
# *Ringkasan. netgov dipakai pada jaringan orang lain: dua puluh lembaga pencarian dan
# pertolongan di Danau Pomona, Kansas (Drabek dkk. 1981). Ukuran, peran perantara menurut jenis
# lembaga, dan gambar dihitung dari tabel relasi biasa, lalu dibandingkan dengan nilai yang
# dihitung paket lain.*
#
# **Question.** Drabek and others (1981) asked agencies in seven rescue operations whom they
# were in contact with. Which kind of agency brokered, and do the numbers of netgov agree with
# those of the packages that the field uses?
#
# Data: Drabek, T. E., Tamminga, H. L., Kilijanek, T. S. and Adams, C. R. (1981), *Managing
# Multiorganizational Emergency Responses*, University of Colorado; as in the data set `emon` of
# the R package network. Reference values: R sna 2.7.1 and igraph 1.3.5, made without netgov
# ([how](../tests/reference/README.md)). Run this story in the folder `examples`; what it writes
# is in `examples/out/search_and_rescue`.

# %%
import json
from pathlib import Path

import networkx as nx
import pandas as pd
from IPython.display import Image
from matplotlib.figure import Figure

import netgov as ng

REFERENCE = Path("../tests/reference")
OUT = Path("out/search_and_rescue")

# %% [markdown]
# ## 1. From a table of ties to a network
#
# `Network.of` takes any frame with the columns source and target. The survey's code of
# frequency runs from 1, most frequent, to 4: a weight must grow with contact, so it is turned
# round.

# %%
nodes = pd.read_csv(REFERENCE / "networks" / "emon_lakepomona.nodes.csv", index_col="id")
nodes["label"] = nodes["label"].str.replace(r"\.+", " ", regex=True).str.strip()
edges = pd.read_csv(REFERENCE / "networks" / "emon_lakepomona.edges.csv")
ties = pd.DataFrame(
    {
        "source": edges["from"].map(nodes["label"]),
        "target": edges["to"].map(nodes["label"]),
        "layer": "contact",
        "weight": 5 - edges["weight"],
    }
)
net = ng.Network.of(ties, nodes.set_index("label")["group"], actors=nodes["label"])
print(net)

# %% [markdown]
# ## 2. The whole, beside the reference

# %%
reference = json.loads((REFERENCE / "expected" / "emon_lakepomona.json").read_text("utf-8"))
sna, igraph = reference["sna"], reference["igraph"]
whole = ng.measure(net, "density", "reciprocity").iloc[0]
pd.DataFrame(
    {
        "netgov": [whole["density"], whole["reciprocity.edgewise"]],
        "reference": [igraph["density"], igraph["reciprocity_default"]],
    },
    index=["density", "reciprocity"],
).round(4)

# %% [markdown]
# ## 3. Who brokers between whom?
#
# Groups are the sponsors of the agencies: city, county, state, federal, private. A broker lies
# on an open path: the first approaches it, it approaches the last, and the first does not
# approach the last. The five roles of Gould and Fernandez (1989) tell whose sides the three are
# on.

# %%
roles = ng.measure(net, "broker_roles").filter(like="broker_roles.")
roles.columns = roles.columns.str.removeprefix("broker_roles.")
roles.nlargest(5, "total")

# %%
by_sponsor = roles.groupby(net.groups).sum()
by_sponsor.insert(0, "agencies", net.groups.value_counts())
by_sponsor.sort_values("total", ascending=False)

# %% [markdown]
# How much of that is more than the same number of ties would give by chance?

# %%
beyond = ng.measure(net, "broker_roles_z")
beyond.columns = beyond.columns.str.removeprefix("broker_roles_z.")
beyond.loc[roles.nlargest(5, "total").index].round(1)

# %% [markdown]
# ## 4. The same numbers as elsewhere?
#
# sna names the roles w_I, w_O, b_IO, b_OI and b_O; igraph counts shortest routes without
# strength, so the network is made binary first. The largest difference over all twenty
# agencies:

# %%
SNA = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
counted = pd.DataFrame(sna["brokerage"]["raw"], index=net.actors.index, columns=SNA)
flat = ng.measure(net.binary(), "betweenness", "constraint")
pd.Series(
    {
        "brokerage roles (sna)": (roles[SNA] - counted).abs().to_numpy().max(),
        "betweenness (igraph)": (flat["betweenness"] - igraph["betweenness_unweighted"])
        .abs()
        .max(),
        "constraint (igraph)": (flat["constraint"] - igraph["constraint_unweighted"])
        .abs()
        .max(),
    },
    name="largest difference",
).round(9)

# %% [markdown]
# ## 5. A drawing
#
# `net.flat` is a networkx graph, so all that draws such graphs draws this one. Agencies of one
# sponsor stand side by side; larger marks broker more.

# %%
MARKS = {"City": "^", "County": "o", "Federal": "D", "Private": "s", "State": "h"}
places = nx.circular_layout(net.groups.sort_values(kind="stable").index)
figure = Figure(figsize=(8, 5.5), layout="constrained")
axes = figure.add_subplot()
nx.draw_networkx_edges(net.flat, places, ax=axes, edge_color="0.8", width=0.5, arrowsize=5)
for sponsor, members in net.groups.groupby(net.groups).groups.items():
    nx.draw_networkx_nodes(
        net.flat,
        places,
        nodelist=list(members),
        node_size=30 + 4 * roles["total"][members],
        node_shape=MARKS[sponsor],
        node_color="0.35",
        ax=axes,
    )
    axes.scatter([], [], marker=MARKS[sponsor], color="0.35", label=sponsor)
for agency, (x, y) in places.items():
    side = "left" if x > 0 else "right"
    axes.text(1.12 * x, 1.12 * y, agency, ha=side, va="center", fontsize=7)
axes.legend(title="Sponsor", loc="upper left", frameon=False, fontsize=8)
axes.set(xlim=(-2.6, 2.6), ylim=(-1.2, 1.2))
axes.set_axis_off()
OUT.mkdir(parents=True, exist_ok=True)
figure.savefig(OUT / "lake_pomona.png", dpi=75)
Image(filename=OUT / "lake_pomona.png")

# %% [markdown]
# ## The answer

# %%
first, second = roles["total"].nlargest(2).index
two = roles["total"].nlargest(2).sum() / roles["total"].sum()
across = 1 - roles["coordinator"].sum() / roles["total"].sum()
usual = ng.MEASURES["broker_roles"].parts[roles[SNA[:-1]].sum().idxmax()]
print(
    f"{first} ({roles.at[first, 'total']} open paths) and {second} "
    f"({roles.at[second, 'total']}) hold {two:.0%} of all brokerage among {len(net.actors)} "
    f"agencies. {across:.0%} of the paths involve more than one sponsor; the most "
    f"frequent role is that of {usual.lower()}. By chance they would hold much less: "
    f"z = {beyond.at[first, 'total']:.1f} and {beyond.at[second, 'total']:.1f}."
)

# %% [markdown]
# **What the data cannot say.** They are what informants told of one operation, and who was
# asked is who was known to have been there. Frequency is a code of four steps, so sums of
# weights are ranks rather than counts. One operation says nothing about others: the same lines
# run on `emon_cheyenne` and `emon_mtsthelens` beside it. The values agree with other packages;
# whether brokerage *helped* is not in them.
