# Conditional odds ratios by uniroot at full precision; Rscript conditional-odds-ratio.R > conditional-odds-ratio.json (R 4.2, jsonlite).
tables <- list(c(3, 1, 1, 3), c(10, 2, 3, 15), c(132, 213, 606, 901), c(0, 5, 4, 3), c(7, 0, 2, 6), c(1, 1000, 20, 1000), c(40, 60, 60, 840))
one <- function(t, level) {
  a <- t[1]; m <- t[1] + t[2]; n <- t[3] + t[4]; k <- t[1] + t[3]
  support <- max(0, k - n):min(k, m)
  logs <- dhyper(support, m, n, k, log = TRUE)
  tilt <- function(b) { w <- logs + support * b; w <- exp(w - max(w)); w / sum(w) }
  solve <- function(f) exp(uniroot(f, c(-40, 40), tol = 1e-14, maxiter = 10000)$root)
  tail <- (1 - level) / 2
  list(table = t, level = level, p = fisher.test(matrix(t, 2, byrow = TRUE))$p.value,
    oddsRatio = if (a == min(support)) 0 else if (a == max(support)) NA else solve(function(b) sum(tilt(b) * support) - a),
    lower = if (a == min(support)) 0 else solve(function(b) sum(tilt(b)[support >= a]) - tail),
    upper = if (a == max(support)) NA else solve(function(b) tail - sum(tilt(b)[support <= a])))
}
cat(jsonlite::toJSON(list(R = R.version.string, cases = c(lapply(tables, one, 0.95), lapply(tables[1:3], one, 0.8))), digits = NA, auto_unbox = TRUE, na = "null"))
