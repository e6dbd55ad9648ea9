# Fits every table of a folder with lme4 from several starts and by several optimisers, and writes the lowest criterion with its estimates.
suppressMessages({library(lme4); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
designs <- fromJSON(file.path(args[1], "designs.json"), simplifyVector = FALSE)
ignore <- list(check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore", check.nobs.vs.nlev = "ignore",
  check.nobs.vs.nRE = "ignore", check.nobs.vs.rankZ = "ignore", check.scaleX = "ignore", check.nlev.gtr.1 = "ignore")
quiet <- function(e) suppressWarnings(suppressMessages(e))
linear <- function(f, d, reml, w) {
  d$.w <- if (is.null(w)) 1 else d[[w]]
  fit <- function(optimizer, optCtrl, start = NULL) tryCatch(quiet(do.call(lmer, list(f, d, REML = reml, weights = d$.w, start = start,
    control = do.call(lmerControl, c(list(optimizer = optimizer, optCtrl = optCtrl, calc.derivs = FALSE), ignore))))), error = function(e) NULL)
  value <- function(m) if (is.null(m)) Inf else if (reml) REMLcrit(m) else -2 * as.numeric(logLik(m))
  default <- fit("nloptwrap", list())
  k <- length(getME(default, "theta"))
  set.seed(1)
  tight <- list(rhoend = 1e-10, maxfun = 2e5)
  fits <- c(list(default, fit("bobyqa", tight)), lapply(1:4, function(i) {
    start <- rnorm(k) ; lower <- getME(default, "lower"); start[lower == 0] <- abs(start[lower == 0])
    fit("bobyqa", tight, start)
  }))
  values <- vapply(fits, value, 0)
  best <- fits[[which.min(values)]]
  # Polished from the best point, so that estimates are good to more digits than a first stop.
  again <- fit("bobyqa", list(rhoend = 1e-12, rhobeg = 1e-4, maxfun = 2e5), getME(best, "theta"))
  if (value(again) <= value(best)) best <- again
  list(best = value(best), default = value(default), fixef = as.list(fixef(best)), se = unname(sqrt(diag(as.matrix(vcov(best))))), sigma = sigma(best),
    covariance = lapply(VarCorr(best), function(v) unname(as.matrix(v))[TRUE]))
}
general <- function(f, d, points) {
  fit <- function(optimizer, optCtrl) tryCatch(quiet(glmer(f, d, binomial, nAGQ = points,
    control = do.call(glmerControl, c(list(optimizer = optimizer, optCtrl = optCtrl, tolPwrss = 1e-12), ignore)))), error = function(e) NULL)
  value <- function(m) if (is.null(m)) Inf else -2 * as.numeric(logLik(m))
  default <- tryCatch(quiet(glmer(f, d, binomial, nAGQ = points)), error = function(e) NULL)
  fits <- list(fit(c("bobyqa", "bobyqa"), list(rhoend = 1e-10, maxfun = 2e5)), fit(c("Nelder_Mead", "bobyqa"), list(maxfun = 2e5)))
  best <- fits[[which.min(vapply(fits, value, 0))]]
  list(best = value(best), default = value(default), fixef = as.list(fixef(best)), se = unname(sqrt(diag(as.matrix(vcov(best))))), sigma = NULL,
    covariance = lapply(VarCorr(best), function(v) unname(as.matrix(v))[TRUE]))
}
out <- lapply(designs, function(o) {
  d <- read.csv(file.path(args[1], o$file), stringsAsFactors = TRUE)
  f <- as.formula(o$formula)
  c(list(name = o$name, seed = o$seed, method = o$method), if (o$family == "gaussian") linear(f, d, o$method == "REML", o$weights) else general(f, d, o$points))
})
writeLines(toJSON(list(rVersion = as.character(getRversion()), lme4 = as.character(packageVersion("lme4")), fits = out), digits = 14, auto_unbox = TRUE), args[2])
