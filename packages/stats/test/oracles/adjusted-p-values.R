# Reference adjustments; Rscript adjusted-p-values.R > adjusted-p-values.json (R 4.2, jsonlite).
set.seed(1)
samples <- list(
  c(0.01, 0.02, 0.03, 0.04, 0.05), c(0.04, 0.01, 0.03), c(0.5, 0.5, 0.5), c(0, 0, 1, 1), 0.2, c(0.01, 0.01, 0.04, 0.04, 0.04, 0.9),
  c(1e-300, 1e-12, 0.3, 0.3), round(runif(25), 2), rbeta(60, 0.3, 2)
)
cat(jsonlite::toJSON(list(R = R.version.string, cases = lapply(samples, function(p) list(
  p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"), by = p.adjust(p, "BY"), bonferroni = p.adjust(p, "bonferroni")
))), digits = NA))
