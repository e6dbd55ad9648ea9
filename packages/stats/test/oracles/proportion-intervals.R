# Reference intervals of proportions; Rscript proportion-intervals.R > proportion-intervals.json (R 4.2, jsonlite).
# Wilson: prop.test. Clopper-Pearson: binom.test. Newcombe (1998b) methods 10 and 11: from his formulas, with roots for the score bounds.
cases <- rbind(c(81, 263), c(15, 148), c(0, 20), c(1, 29), c(29, 29), c(0, 1), c(1, 1), c(3, 10), c(500, 1000), c(1, 100000), c(99999, 100000), c(7, 10))
levels <- c(0.5, 0.9, 0.95, 0.99, 0.999)
rows <- do.call(rbind, lapply(levels, function(level) {
  do.call(rbind, lapply(seq_len(nrow(cases)), function(i) {
    x <- cases[i, 1]
    n <- cases[i, 2]
    wilson <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
    exact <- binom.test(x, n, conf.level = level)$conf.int
    data.frame(x, n, level, wilsonLower = wilson[1], wilsonUpper = wilson[2], exactLower = exact[1], exactUpper = exact[2])
  }))
}))
# prop.test limits the correction near p = 1/2, so the corrected bounds are roots of |p - phat| - 1/(2n) = z sqrt(p (1 - p) / n).
score <- function(x, n, level, corrected) {
  if (!corrected) return(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
  z <- qnorm((1 + level) / 2)
  g <- function(p, side) side * (p - x / n) - 1 / (2 * n) - z * sqrt(p * (1 - p) / n)
  lower <- if (x == 0) 0 else uniroot(g, c(0, x / n - 1 / (2 * n)), side = -1, tol = 1e-15, maxiter = 10000)$root
  upper <- if (x == n) 1 else uniroot(g, c(x / n + 1 / (2 * n), 1), side = 1, tol = 1e-15, maxiter = 10000)$root
  c(lower, upper)
}
corrected <- do.call(rbind, lapply(list(c(81, 263), c(15, 148), c(0, 20), c(1, 29), c(29, 29)), function(case) {
  bounds <- score(case[1], case[2], 0.95, TRUE)
  data.frame(x = case[1], n = case[2], lower = bounds[1], upper = bounds[2])
}))
newcombe <- function(x1, n1, x2, n2, level, corrected) {
  p1 <- x1 / n1
  p2 <- x2 / n2
  a <- score(x1, n1, level, corrected)
  b <- score(x2, n2, level, corrected)
  c(p1 - p2 - sqrt((p1 - a[1])^2 + (b[2] - p2)^2), p1 - p2 + sqrt((a[2] - p1)^2 + (p2 - b[1])^2))
}
pairs <- list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20), c(0, 10, 0, 10), c(10, 10, 0, 20), c(10, 10, 0, 10))
differences <- do.call(rbind, lapply(c(0.9, 0.95, 0.99), function(level) do.call(rbind, lapply(pairs, function(p) {
  plain <- newcombe(p[1], p[2], p[3], p[4], level, FALSE)
  cc <- newcombe(p[1], p[2], p[3], p[4], level, TRUE)
  data.frame(x1 = p[1], n1 = p[2], x2 = p[3], n2 = p[4], level, lower = plain[1], upper = plain[2], correctedLower = cc[1], correctedUpper = cc[2])
}))))
cat(jsonlite::toJSON(list(R = R.version.string, single = rows, corrected = corrected, differences = differences), digits = NA, pretty = FALSE))
