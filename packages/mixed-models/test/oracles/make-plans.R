# Log-scale intervals of variance components (lmerTest), and a censored random-intercept model by
# numerical integration, with R. Arguments: trial.csv, censored.csv, target.
suppressMessages({library(lmerTest); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1], stringsAsFactors = TRUE)
m <- lmer(y ~ x + arm + (1 + x | g), d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
V <- m@vcov_varpar
scaled <- function(par) { L <- matrix(c(par[1], par[2], 0, par[3]), 2); S <- par[4]^2 * L %*% t(L); c(log(sqrt(diag(S))), atanh(S[2, 1] / sqrt(S[1, 1] * S[2, 2])), log(par[4])) }
par <- c(unname(getME(m, "theta")), sigma(m))
J <- numDeriv::jacobian(scaled, par)
se <- sqrt(diag(J %*% V %*% t(J))); centre <- scaled(par); z <- qnorm(0.975)
back <- function(v) c(exp(v[1:2]), tanh(v[3]), exp(v[4]))
c2 <- read.csv(args[2])
density <- function(e, eta, s) ifelse(e$kind == "known", dnorm(e$low, eta, s, log = TRUE), ifelse(e$kind == "below", pnorm(e$high, eta, s, log.p = TRUE),
  ifelse(e$kind == "above", pnorm(e$low, eta, s, lower.tail = FALSE, log.p = TRUE), log(pnorm(e$high, eta, s) - pnorm(e$low, eta, s)))))
minus2 <- function(par) {
  s <- exp(par[3]); tau <- exp(par[4])
  -2 * sum(vapply(split(c2, c2$g), function(e) {
    own <- function(u) sum(density(e, par[1] + par[2] * e$x + tau * u, s))
    top <- max(vapply(seq(-6, 6, 0.25), function(u) own(u) + dnorm(u, log = TRUE), 0))
    log(integrate(Vectorize(function(u) { v <- own(u); if (is.finite(v)) exp(min(v - top + dnorm(u, log = TRUE), 50)) else 0 }), -9, 9, rel.tol = 1e-10, subdivisions = 2000, stop.on.error = FALSE)$value) + top
  }, 0))
}
o <- optim(c(0, 1, 0, 0), minus2, method = "BFGS", control = list(reltol = 1e-12, maxit = 500))
o <- optim(o$par, minus2, method = "BFGS", control = list(reltol = 1e-14, maxit = 500), hessian = TRUE)
out <- list(rVersion = as.character(getRversion()), components = list(lower = back(centre - z * se), upper = back(centre + z * se)),
  censored = list(minus2 = o$value, fixed = o$par[1:2], sigma = exp(o$par[3]), sd = exp(o$par[4]), se = sqrt(diag(solve(o$hessian / 2)))[1:2]))
writeLines(toJSON(out, digits = 12, auto_unbox = TRUE), args[3])
