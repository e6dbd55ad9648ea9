# The two formats on which the fits stored beside these logits stopped short, in the very order of levels of those fits, with every optimiser that lme4
# reaches, from its own start and from a start by hand: which criterion each reports, and what lme4's own criterion is at the covariance that the
# questions' own coefficients have (no mixed model and no code of ours is in that start).
# Rscript lme4_optimisers.R selfblind_qwen2.5-7b-instruct.csv > lme4_optimisers.json
suppressMessages({library(lme4); library(optimx); library(dfoptim); library(jsonlite)})
d <- read.csv(commandArgs(TRUE)[1])
controls <- list(
  'nloptwrap, BOBYQA' = list('nloptwrap', list()),
  'nloptwrap, Nelder-Mead' = list('nloptwrap', list(algorithm = 'NLOPT_LN_NELDERMEAD', maxeval = 20000)),
  'bobyqa' = list('bobyqa', list(maxfun = 20000)),
  'Nelder_Mead' = list('Nelder_Mead', list(maxfun = 20000)),
  'nlminbwrap' = list('nlminbwrap', list(eval.max = 20000, iter.max = 20000)),
  'optimx, L-BFGS-B' = list('optimx', list(method = 'L-BFGS-B', maxit = 20000)),
  'nmkbw' = list('nmkbw', list(maxfeval = 20000))
)
formula <- y ~ gender + race + (1 + gender + race | decision_question_id)
out <- list(lme4 = as.character(packageVersion('lme4')))
for (f in c('default', 'if_you_didnt_know')) {
  x <- d[d$prompt_format == f, ]
  x$y <- x$yes_logit - x$no_logit
  x$gender <- factor(x$gender, c('male', 'female'))
  x$race <- factor(x$race, c('white', 'Black', 'Asian', 'Hispanic'))
  own <- lapply(split(x, x$decision_question_id), function(q) lm(y ~ gender + race, q))
  coefficients <- t(sapply(own, coef))
  residual <- mean(sapply(own, function(m) sum(resid(m)^2) / df.residual(m)))
  X <- model.matrix(~ gender + race, x[x$decision_question_id == x$decision_question_id[1], ])
  covariance <- cov(coefficients) - residual * solve(crossprod(X))
  factor <- t(chol(covariance / residual))
  start <- factor[lower.tri(factor, diag = TRUE)]
  criterion <- lmer(formula, x, devFunOnly = TRUE)
  runs <- list()
  for (from in c('own', 'by hand')) for (name in names(controls)) {
    control <- lmerControl(optimizer = controls[[name]][[1]], optCtrl = controls[[name]][[2]], calc.derivs = FALSE)
    m <- suppressMessages(suppressWarnings(lmer(formula, x, control = control, start = if (from == 'own') NULL else start)))
    runs[[length(runs) + 1]] <- list(optimiser = name, start = from, criterion = as.numeric(REMLcrit(m)), singular = isSingular(m), se = as.list(sqrt(diag(as.matrix(vcov(m))))))
  }
  out[[f]] <- list(
    eigenvalues = eigen(covariance)$values,
    closedForm = list(criterion = criterion(start), se = as.list(apply(coefficients, 2, sd) / sqrt(nrow(coefficients)))),
    runs = runs
  )
}
cat(toJSON(out, auto_unbox = TRUE, digits = 12, pretty = TRUE))
