# Reference numbers for the compute trend, from R's lm() and hatvalues(); HC3 and Fieller's interval are written out here.
# Rscript compute-trend.R > compute-trend.json
dates <- as.Date(c("2012-03-01", "2013-07-15", "2014-09-01", "2015-12-10", "2016-10-05", "2017-06-12", "2018-10-11",
                   "2019-02-14", "2020-05-28", "2021-12-08", "2022-04-04", "2023-03-14"))
flop <- c(4.7e17, 1.2e18, 1.6e20, 3.4e20, 6.9e21, 1.4e20, 2.9e20, 1.5e21, 3.1e23, 6.3e23, 2.5e24, 2.1e25)
t <- as.numeric(dates - as.Date("2010-01-01")) / 365.25
y <- log10(flop)
fit <- lm(y ~ t)
X <- model.matrix(fit)
bread <- solve(crossprod(X))
hc3 <- bread %*% crossprod(X * (residuals(fit) / (1 - hatvalues(fit)))) %*% bread
b <- coef(fit)
classic <- vcov(fit)
df <- df.residual(fit)
q <- qt(0.95, df)
band <- function(V, extra) function(x) (26 - b[1] - b[2] * x)^2 - q^2 * (V[1, 1] + 2 * x * V[1, 2] + x^2 * V[2, 2] + extra)
ends <- function(V, extra = 0) {
  centre <- (26 - b[1]) / b[2]
  f <- band(V, extra)
  c(uniroot(f, c(centre - 200, centre), tol = 1e-13)$root, uniroot(f, c(centre, centre + 30), tol = 1e-13)$root)
}
candidates <- t[4:10]
kinks <- sapply(candidates, function(at) deviance(lm(y ~ t + pmax(t - at, 0))))
jumps <- sapply(candidates, function(at) deviance(lm(y ~ t * (t >= at))))
pole <- optimize(function(u) deviance(lm(y ~ I(-log10(max(t) + exp(u) - t)))), c(log(0.05), log(1000)), tol = 1e-12)
n <- length(y)
bic <- function(rss, k) n * (log(2 * pi * rss / n) + 1) + k * log(n)
num <- function(x) paste0("[", paste(trimws(formatC(x, digits = 17, format = "g")), collapse = ", "), "]")
one <- function(x) trimws(formatC(x, digits = 17, format = "g"))
cat(sprintf('{
  "made": "R %s, compute-trend.R",
  "dates": [%s],
  "flop": %s,
  "intercept": %s, "slope": %s,
  "classic": %s, "hc3": %s,
  "rss": %s, "rSquared": %s, "logLikelihood": %s,
  "slopeInterval90": %s,
  "fieller1e26": { "classic": %s, "hc3": %s, "model": %s },
  "bic": { "exponential": %s, "kinked": %s, "jump": %s, "hyperbolic": %s },
  "breakYears": { "kinked": %s, "jump": %s, "hyperbolic": %s }
}\n', getRversion(), paste0('"', dates, '"', collapse = ", "), paste0("[", paste(flop, collapse = ", "), "]"), one(b[1]), one(b[2]),
  num(classic[c(1, 3, 4)]), num(hc3[c(1, 3, 4)]), one(deviance(fit)), one(summary(fit)$r.squared), one(as.numeric(logLik(fit))),
  num(confint(fit, level = 0.9)[2, ]), num(ends(classic)), num(ends(hc3)), num(ends(classic, deviance(fit) / df)),
  one(bic(deviance(fit), 2)), one(bic(min(kinks), 4)), one(bic(min(jumps), 5)), one(bic(pole$objective, 3)),
  one(candidates[which.min(kinks)]), one(candidates[which.min(jumps)]), one(max(t) + exp(pole$minimum))))
