# Times functions of R's sna on a network, as CPU seconds, smallest of several calls.
# Rscript peers.R TIES.csv NODES.csv TASK...; prints one line a task: name, seconds.
suppressMessages(library(sna))

given <- commandArgs(trailingOnly = TRUE)
ties <- as.matrix(read.csv(given[1]))
groups <- read.csv(given[2])$group
n <- length(groups)
edges <- cbind(ties[, 1:2] + 1, 1)
attr(edges, "n") <- n
same <- outer(groups, groups, "==") + 0

tasks <- list(
  brokerage = function() brokerage(edges, groups),
  permutations = function() for (turn in 1:1000) brokerage(edges, sample(groups)),
  # A hundred, since a thousand at 500 actors take sna half a minute.
  qap = function() {
    qaptest(list(as.sociomatrix.sna(edges), same), gcor, reps = 100, g1 = 1, g2 = 2)
  },
  mrqap = function() {
    y <- as.sociomatrix.sna(edges)
    netlm(y, list(t(y), same), nullhyp = "qapspp", reps = 100)
  },
  krackhardt = function() {
    c(connectedness(edges), hierarchy(edges, measure = "krackhardt"), efficiency(edges),
      lubness(edges))
  }
)

for (task in given[-(1:2)]) {
  best <- Inf
  spent <- 0
  while (spent < 0.4) {
    took <- system.time(tasks[[task]]())
    seconds <- took[["user.self"]] + took[["sys.self"]]
    best <- min(best, seconds)
    spent <- spent + max(seconds, 0.01)
  }
  cat(task, best, "\n")
}
