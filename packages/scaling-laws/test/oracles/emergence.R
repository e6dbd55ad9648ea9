# Reference numbers for the break test: a log-log link for successes is R's cloglog link for failures, signs exchanged.
# Rscript emergence.R > emergence.json
scale <- 10^seq(7, 11.5, by = 0.5)
trials <- c(200, 200, 150, 200, 200, 180, 200, 200, 200, 250)
smooth <- c(0, 1, 1, 9, 29, 52, 90, 118, 150, 200)
broken <- c(2, 3, 2, 4, 4, 90, 120, 118, 130, 175)
x <- log10(scale) - mean(range(log10(scale)))
one <- function(v) trimws(formatC(v, digits = 17, format = "g"))
num <- function(v) paste0("[", paste(one(v), collapse = ", "), "]")
fit <- function(y, formula) {
  m <- glm(formula, family = binomial(link = "cloglog"), data = data.frame(y = I(cbind(trials - y, y)), x = x), control = list(epsilon = 1e-14, maxit = 100))
  ll <- sum(y * log(1 - fitted(m)) + (trials - y) * log(fitted(m)))
  list(b = -coef(m), ll = ll, pearson = sum(residuals(m, "pearson")^2))
}
describe <- function(y) {
  lin <- fit(y, y ~ x)
  quad <- fit(y, y ~ x + I(x^2))
  jumps <- lapply(2:8, function(s) fit(y, as.formula(paste0("y ~ x + I(as.numeric(seq_along(x) > ", s, "))"))))
  best <- which.max(sapply(jumps, function(j) j$ll))
  j <- jumps[[best]]
  sprintf('{ "successes": %s, "line": %s, "lineLogLikelihood": %s, "pearson": %s, "quadratic": %s, "quadraticLogLikelihood": %s, "split": %d, "jump": %s, "jumpLogLikelihood": %s, "jumpPearson": %s }',
    num(y), num(lin$b), one(lin$ll), one(lin$pearson), num(quad$b), one(quad$ll), best + 1, num(j$b), one(j$ll), one(j$pearson))
}
cat(sprintf('{\n  "made": "R %s, emergence.R",\n  "scale": %s,\n  "trials": %s,\n  "smooth": %s,\n  "broken": %s\n}\n',
  getRversion(), num(scale), num(trials), describe(smooth), describe(broken)))
