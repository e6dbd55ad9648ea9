# Three models asked the same questions, in one fit: scores differ between models, and vary over questions and over questions within a model.
# Rscript cross-model.R > cross-model.json (R 4.2, lme4, lmerTest, jsonlite). The rows are arithmetic, so that they are the same elsewhere.
suppressMessages({library(lmerTest); library(jsonlite)})
noise <- function(k) { x <- sin(k * 12.9898) * 43758.5453; 2 * (x - floor(x)) - 1 }
d <- expand.grid(race = c("Asian", "Black", "white"), gender = c("female", "male"), model = c("A", "B", "C"), question = 1:12, stringsAsFactors = TRUE)
d$k <- seq_len(nrow(d))
m <- as.integer(d$model)
d$y <- 1 + 2 * noise(d$question + 1000) + 0.5 * noise(d$question * 3 + m + 2000) +
  (d$gender == "female") * (0.3 + 0.2 * m + 0.6 * noise(d$question + 3000) + 0.8 * noise(d$question * 3 + m + 4000)) +
  (d$race == "Black") * (0.6 - 0.1 * m + 0.7 * noise(d$question + 5000)) + 0.4 * noise(d$k)
d$question <- factor(d$question)
d$gender <- relevel(d$gender, "male"); d$race <- relevel(d$race, "white")
fit <- lmer(y ~ model * (gender + race) + (1 + gender + race | question) + (1 + gender | question:model), d,
  control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-11, maxfun = 2e5), check.conv.singular = "ignore", calc.derivs = FALSE))
again <- update(fit, start = getME(fit, "theta"), control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, rhobeg = 1e-3, maxfun = 2e5), check.conv.singular = "ignore", calc.derivs = FALSE))
s <- coef(summary(again))
cat(toJSON(list(R = R.version.string, lme4 = as.character(packageVersion("lme4")), rows = d$y[c(1, 50, 216)], criterion = REMLcrit(again), terms = rownames(s),
  estimate = s[, "Estimate"], se = s[, "Std. Error"], df = s[, "df"], sigma = sigma(again),
  sd = lapply(VarCorr(again), function(v) unname(attr(v, "stddev")))), digits = NA, auto_unbox = TRUE))
