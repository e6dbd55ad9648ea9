suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(emmeans); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1], stringsAsFactors = TRUE)
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore")
gtight <- glmerControl(optimizer = c("bobyqa", "bobyqa"), optCtrl = list(rhoend = 1e-9, maxfun = 1e5), check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore", tolPwrss = 1e-12)
out <- list(rVersion = as.character(getRversion()), lme4 = as.character(packageVersion("lme4")), lmerTest = as.character(packageVersion("lmerTest")), pbkrtest = as.character(packageVersion("pbkrtest")), emmeans = as.character(packageVersion("emmeans")))
describe <- function(m) list(
  minus2 = if (isREML(m)) REMLcrit(m) else -2 * as.numeric(logLik(m)),
  fixef = as.list(fixef(m)), se = as.list(sqrt(diag(as.matrix(vcov(m))))), theta = as.numeric(getME(m, "theta")), sigma = sigma(m))
linear <- list(
  slopes = y ~ x + arm + (1 + x | g),
  uncorrelated = y ~ x + arm + (1 + x || g),
  crossed = y ~ x * arm + (1 | g) + (1 | site),
  crossedSlopes = y ~ x + arm + (1 + x | g) + (1 | site),
  nested = y ~ x + (1 | site / g),
  cellMeans = y ~ 0 + arm + x:arm + (1 | g),
  offset = y ~ x + offset(2 * o) + (1 | g))
out$linear <- lapply(linear, function(f) lapply(c(REML = TRUE, ML = FALSE), function(r) describe(lmer(f, d, REML = r, control = tight))))
out$weighted <- lapply(c(REML = TRUE, ML = FALSE), function(r) describe(lmer(y ~ x + arm + (1 | g), d, weights = w, REML = r, control = tight)))
small <- function(f) {
  m <- lmer(f, d, control = tight)
  L <- diag(length(fixef(m)))
  joint <- L[grepl("^arm", names(fixef(m))), , drop = FALSE]
  satt <- contest(m, joint, ddf = "Satterthwaite")
  kr <- contest(m, joint, ddf = "Kenward-Roger")
  list(
    satterthwaite = list(df = coef(summary(m))[, "df"], p = coef(summary(m))[, "Pr(>|t|)"]),
    kenwardRoger = list(df = coef(summary(m, ddf = "Kenward-Roger"))[, "df"], se = coef(summary(m, ddf = "Kenward-Roger"))[, "Std. Error"]),
    jointSatterthwaite = list(F = satt[["F value"]], df = satt$DenDF, p = satt[["Pr(>F)"]]),
    jointKenwardRoger = list(F = kr[["F value"]], df = kr$DenDF, p = kr[["Pr(>F)"]]))
}
out$inference <- list(slopes = small(linear$slopes), crossed = small(linear$crossed), crossedSlopes = small(linear$crossedSlopes))
m <- lmer(linear$slopes, d, control = tight)
em <- as.data.frame(emmeans(m, "arm", lmer.df = "satterthwaite"))
out$means <- list(arm = as.character(em$arm), mean = em$emmean, se = em$SE, df = em$df)
pairs <- as.data.frame(pairs(emmeans(m, "arm", lmer.df = "satterthwaite"), adjust = "none"))
out$pairs <- list(contrast = as.character(pairs$contrast), estimate = pairs$estimate, se = pairs$SE, df = pairs$df, p = pairs$p.value)
out$ranef <- list(g = as.matrix(ranef(m)$g))
out$condSd <- apply(attr(ranef(m, condVar = TRUE)$g, "postVar"), 3, function(v) sqrt(diag(v)))
new <- data.frame(x = c(0, 1.5), arm = c("low", "high"), g = c("g03", "g07"))
out$predict <- list(conditional = as.numeric(predict(m, new)), population = as.numeric(predict(m, new, re.form = NA)))
p <- profile(lmer(linear$slopes, d, REML = FALSE, control = tight), signames = FALSE)
ci <- confint(p)
out$profile <- list(names = rownames(ci), lower = ci[, 1], upper = ci[, 2])
a <- anova(lmer(y ~ x + (1 + x | g), d, REML = FALSE, control = tight), lmer(linear$slopes, d, REML = FALSE, control = tight))
out$lrt <- list(chisq = a$Chisq[2], df = a$Df[2], p = a[["Pr(>Chisq)"]][2])
general <- function(m) list(minus2 = -2 * as.numeric(logLik(m)), fixef = as.list(fixef(m)), se = as.list(sqrt(diag(as.matrix(vcov(m))))), theta = as.numeric(getME(m, "theta")), ranef = as.matrix(ranef(m)$g))
out$general <- list(
  counts = general(glmer(cbind(yes, no) ~ x + arm + (1 | g), d, binomial, control = gtight)),
  countsQuadrature = general(glmer(cbind(yes, no) ~ x + arm + (1 | g), d, binomial, nAGQ = 9, control = gtight)),
  slopes = general(glmer(cbind(yes, no) ~ x + arm + (1 + x | g), d, binomial, control = gtight)),
  crossed = general(glmer(cbind(yes, no) ~ x + (1 | g) + (1 | site), d, binomial, control = gtight)),
  binary = general(glmer(bit ~ x + (1 | g), d, binomial, control = gtight)))
for (name in c("counts", "slopes")) {
  f <- if (name == "counts") cbind(yes, no) ~ x + arm + (1 | g) else cbind(yes, no) ~ x + (1 + x | g)
  ci <- suppressMessages(suppressWarnings(confint(glmer(f, d, binomial, control = gtight), method = "profile")))
  out$generalProfile[[name]] <- list(names = rownames(ci), lower = ci[, 1], upper = ci[, 2])
}
writeLines(toJSON(out, digits = 12, auto_unbox = TRUE, pretty = TRUE), args[2])
