# lme4 on real logits under two orders of the levels of race: the stored reference stopped short on two formats, and here the default settings stop
# short on another. Rscript lme4_orders.R selfblind_qwen2.5-7b-instruct.csv > lme4_orders.json
suppressMessages({library(lme4); library(jsonlite)})
d <- read.csv(commandArgs(TRUE)[1])
orders <- list(alphabetical = c('white', 'Asian', 'Black', 'Hispanic'), listed = c('white', 'Black', 'Asian', 'Hispanic'))
out <- list(lme4 = as.character(packageVersion('lme4')))
for (f in c('default', 'dont_discriminate', 'if_you_didnt_know', 'ignore', 'remove_in_context')) {
  x <- d[d$prompt_format == f, ]
  x$y <- x$yes_logit - x$no_logit
  x$gender <- factor(x$gender, c('male', 'female'))
  for (o in names(orders)) for (optimizer in c('nloptwrap', 'bobyqa')) {
    x$race <- factor(x$race, orders[[o]])
    m <- suppressMessages(suppressWarnings(lmer(y ~ gender + race + (1 + gender + race | decision_question_id), x, control = lmerControl(optimizer = optimizer))))
    out[[f]][[paste(o, optimizer)]] <- list(criterion = as.numeric(REMLcrit(m)), singular = isSingular(m), se = as.list(sqrt(diag(as.matrix(vcov(m))))))
  }
}
cat(toJSON(out, auto_unbox = TRUE, digits = 12, pretty = TRUE))
