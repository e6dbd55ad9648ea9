# Classic data sets of R's packages: `make-classics.R FOLDER` writes each as CSV with a list of models, `make-classics.R FOLDER OUT.json` fits them as well
# (lme4 from several starts, lmerTest, pbkrtest). The data stay in R; only numbers computed from them are kept.
suppressMessages({library(lme4); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
data_of <- function(package, name) { e <- new.env(); suppressWarnings(data(list = name, package = package, envir = e)); as.data.frame(e[[name]]) }
plain <- function(d) { # Ordered factors and labels become plain text, as a CSV has them.
  for (k in names(d)) if (is.factor(d[[k]]) || is.character(d[[k]])) d[[k]] <- as.character(d[[k]]) else d[[k]] <- as.vector(d[[k]])
  names(d) <- gsub("[^A-Za-z0-9_]", "_", names(d)); d
}
cases <- list()
add <- function(name, package, data, formula, ..., prepare = identity, points = NULL, factors = character(), weights = NULL, binomial = FALSE, small = TRUE)
  cases[[length(cases) + 1]] <<- list(name = name, package = package, data = data, formula = formula, prepare = prepare, points = points, factors = factors,
    weights = weights, binomial = binomial, small = small)
add("Pastes, nested", "lme4", "Pastes", "strength ~ 1 + (1 | batch/cask)")
add("Pastes, sample alone", "lme4", "Pastes", "strength ~ 1 + (1 | sample) + (1 | batch)")
add("cake", "lme4", "cake", "angle ~ recipe * temp + (1 | recipe:replicate)")
add("cake, factor temperature", "lme4", "cake", "angle ~ recipe * temperature + (1 | replicate) + (1 | replicate:recipe)", factors = "temperature")
add("sleepstudy, quadratic", "lme4", "sleepstudy", "Reaction ~ Days + I(Days^2) + (1 + Days | Subject)")
add("Arabidopsis, fruits as they are", "lme4", "Arabidopsis", "total.fruits ~ nutrient + rack + amd + status + (1 | popu) + (1 | gen)", factors = c("nutrient", "rack", "gen"))
add("Rail", "nlme", "Rail", "travel ~ 1 + (1 | Rail)")
add("ergoStool", "nlme", "ergoStool", "effort ~ Type + (1 | Subject)")
add("Machines, interaction", "nlme", "Machines", "score ~ Machine + (1 | Worker/Machine)")
add("Machines, slopes", "nlme", "Machines", "score ~ Machine + (0 + Machine | Worker)")
add("Machines, dummies", "nlme", "Machines", "score ~ Machine + (Machine | Worker)")
add("Orthodont", "nlme", "Orthodont", "distance ~ age * Sex + (1 + age | Subject)")
add("Orthodont, centred", "nlme", "Orthodont", "distance ~ I(age - 11) * Sex + (I(age - 11) | Subject)")
add("Orthodont, uncorrelated", "nlme", "Orthodont", "distance ~ age + Sex + (age || Subject)")
add("Oats", "nlme", "Oats", "yield ~ nitro * Variety + (1 | Block/Variety)")
add("Pixel", "nlme", "Pixel", "pixel ~ day + I(day^2) + (1 + day | Dog) + (1 | Dog:Side)")
add("Assay", "nlme", "Assay", "logDens ~ sample * dilut + (1 | Block) + (1 | Block:sample) + (1 | Block:dilut)", factors = "dilut")
add("RatPupWeight", "nlme", "RatPupWeight", "weight ~ sex * Treatment + Lsize + (1 | Litter)")
add("BodyWeight", "nlme", "BodyWeight", "weight ~ Time * Diet + (1 + Time | Rat)", factors = "Diet")
add("Oxboys", "nlme", "Oxboys", "height ~ age + I(age^2) + (age + I(age^2) | Subject)")
add("Oxide", "nlme", "Oxide", "Thickness ~ Source + (1 | Lot/Wafer)", factors = c("Source"))
add("Wafer", "nlme", "Wafer", "current ~ voltage + I(voltage^2) + (voltage | Wafer) + (voltage | Wafer:Site)")
add("Spruce", "nlme", "Spruce", "logSize ~ days + plot + (days | Tree)", factors = "plot")
add("Gun", "nlme", "Gun", "rounds ~ Method + Physique + (1 | Team)")
add("Milk", "nlme", "Milk", "protein ~ Diet + Time + (Time | Cow)")
add("Alfalfa", "nlme", "Alfalfa", "Yield ~ Date * Variety + (1 | Block/Variety)", factors = "Date")
add("Meat", "nlme", "Meat", "score ~ Storage + (1 | Block) + (1 | Pair)")
add("Wheat2, latitude", "nlme", "Wheat2", "yield ~ latitude + longitude + (1 | Block)")
add("Dialyzer", "nlme", "Dialyzer", "rate ~ pressure + I(pressure^2) + I(pressure^3) + I(pressure^4) + QB + (pressure + I(pressure^2) | Subject)")
add("IGF, no slope", "nlme", "IGF", "conc ~ age + (age | Lot)")
add("Earthquake", "nlme", "Earthquake", "log(accel) ~ log(distance) + Richter + soil + (1 | Quake)")
add("Phenobarb, missing cells", "nlme", "Phenobarb", "conc ~ time + Wt + Apgar + (1 | Subject)")
add("Soybean", "nlme", "Soybean", "log(weight) ~ Time + I(Time^2) + Variety + Year + (Time | Plot)", factors = "Year")
add("MathAchieve", "nlme", "MathAchieve", "MathAch ~ SES + Minority + Sex + MEANSES + (SES | School)", small = FALSE)
add("npk", "MASS", "npk", "yield ~ N * P * K + (1 | block)", factors = c("N", "P", "K"))
add("petrol", "MASS", "petrol", "Y ~ SG + VP + V10 + EP + (1 | No)")
add("petrol, slope", "MASS", "petrol", "Y ~ EP + (EP | No)")
add("nlschools", "MASS", "nlschools", "lang ~ IQ + SES + COMB + (IQ | class)", factors = "COMB")
add("coop", "MASS", "coop", "Conc ~ Spc + (1 | Lab) + (1 | Lab:Bat)")
add("Rabbit", "MASS", "Rabbit", "BPchange ~ log(Dose) * Treatment + (1 | Animal/Run)")
add("Sitka", "MASS", "Sitka", "size ~ Time * treat + (Time | tree)")
add("immer", "MASS", "immer", "Y1 ~ 1 + (1 | Var) + (1 | Loc)")
add("oats of MASS", "MASS", "oats", "Y ~ N + V + (1 | B/V)", factors = "N")
add("Exam", "mlmRev", "Exam", "normexam ~ standLRT + sex + schgend + (standLRT | school)")
add("Hsb82", "mlmRev", "Hsb82", "mAch ~ meanses * cses + sector * cses + (cses | school)", small = FALSE)
add("ScotsSec", "mlmRev", "ScotsSec", "attain ~ sex + verbal + (1 | primary) + (1 | second)")
add("egsingle", "mlmRev", "egsingle", "math ~ year * size + female + black + hispanic + (year | schoolid/childid)", small = FALSE)
add("Early", "mlmRev", "Early", "cog ~ I(age - 1) * trt + (I(age - 1) | id)")
add("Gcsemv", "mlmRev", "Gcsemv", "course ~ gender + written + (written | school)")
add("bdf", "mlmRev", "bdf", "langPOST ~ IQ.ver.cen + avg.IQ.ver.cen + (IQ.ver.cen | schoolNR)")
add("Chem97", "mlmRev", "Chem97", "score ~ gcsecnt + (1 | lea) + (1 | school)", small = FALSE)
add("Blackmore", "carData", "Blackmore", "log2(exercise + 0.0833) ~ I(age - 8) * group + (I(age - 8) | subject)")
add("WeightLoss, long", "carData", "WeightLoss", "loss ~ group * month + (month | id)", prepare = function(d) {
  long <- reshape(cbind(d[, c("group", "wl1", "wl2", "wl3")], id = seq_len(nrow(d))), direction = "long", varying = c("wl1", "wl2", "wl3"), v.names = "loss", timevar = "month", idvar = "id")
  long })
add("OBrienKaiser", "carData", "OBrienKaiserLong", "score ~ treatment * gender + phase + hour + (1 | id) + (1 | id:phase)", factors = "hour")
add("beets", "pbkrtest", "beets", "sugpct ~ block + sow + harvest + (1 | block:harvest)")
add("ham", "lmerTest", "ham", "Informed.liking ~ Product * Information + Gender + (1 | Consumer) + (1 | Product:Consumer)", factors = c("Product", "Information", "Gender"))
add("TVbo", "lmerTest", "TVbo", "Sharpnessofmovement ~ TVset * Picture + (1 | Assessor) + (1 | Assessor:TVset) + (1 | Assessor:Picture)", factors = "Picture")
add("rats, weights", "nlme", "BodyWeight", "weight ~ Time + (1 | Rat)", weights = "w", prepare = function(d) { d$w <- 1 + (d$Time %% 3) / 2; d })
add("fiber", "emmeans", "fiber", "strength ~ diameter + (1 | machine)")
add("feedlot", "emmeans", "feedlot", "swt ~ ewt + diet + (1 | herd)")
add("feedlot, slopes", "emmeans", "feedlot", "swt ~ ewt * diet + (1 + ewt | herd)")
add("ubds", "emmeans", "ubds", "y ~ A * B + (1 | C)", factors = c("A", "B", "C"))
add("BtheB", "HSAUR3", "BtheB", "bdi ~ bdi_pre + month + treatment + drug + length + (1 + month | id)", prepare = function(d) {
  d$id <- seq_len(nrow(d)); names(d)[names(d) == "bdi.pre"] <- "bdi_pre"
  long <- reshape(d, direction = "long", idvar = "id", varying = c("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m"), v.names = "bdi", timevar = "month", times = c(2, 3, 5, 8)); long })
add("birds", "HSAUR3", "schizophrenia2", "month_score ~ onset + (1 | subject)", prepare = function(d) { d$month_score <- as.numeric(d$disorder == "present") + as.numeric(as.character(d$month)) / 12; d })
add("carrots", "lmerTest", "carrots", "Preference ~ sens1 + sens2 + Homesize + (1 + sens1 + sens2 | Consumer) + (1 | Product)", factors = "Homesize")
add("carrots, one slope", "lmerTest", "carrots", "Preference ~ sens2 * Homesize + (sens2 | Consumer)", factors = "Homesize")
add("VerbAgg as numbers", "lme4", "VerbAgg", "score ~ Anger + Gender + btype + situ + (1 | id) + (1 | item)", small = FALSE, prepare = function(d) { d$score <- as.numeric(d$resp); d })
add("Cefamandole", "nlme", "Cefamandole", "log(conc) ~ Time + I(Time^2) + (Time | Subject)")
add("Glucose", "nlme", "Glucose", "conc ~ Time + I(Time^2) + Meal + (Time | Subject)")
# Binomial.
add("cbpp", "lme4", "cbpp", "cbind(incidence, size - incidence) ~ period + (1 | herd)", factors = "period", binomial = TRUE)
add("cbpp, 11 points", "lme4", "cbpp", "cbind(incidence, size - incidence) ~ period + (1 | herd)", factors = "period", binomial = TRUE, points = 11)
add("cbpp, over-dispersed", "lme4", "cbpp", "cbind(incidence, size - incidence) ~ period + (1 | herd) + (1 | obs)", factors = "period", binomial = TRUE, prepare = function(d) { d$obs <- seq_len(nrow(d)); d })
add("bacteria", "MASS", "bacteria", "yes ~ trt + late + (1 | ID)", binomial = TRUE, prepare = function(d) { d$yes <- as.numeric(d$y == "y"); d$late <- as.numeric(d$week > 2); d })
add("bacteria, 15 points", "MASS", "bacteria", "yes ~ trt + late + (1 | ID)", binomial = TRUE, points = 15, prepare = function(d) { d$yes <- as.numeric(d$y == "y"); d$late <- as.numeric(d$week > 2); d })
add("Contraception", "mlmRev", "Contraception", "used ~ age + I(age^2) + urban + livch + (1 | district)", binomial = TRUE, prepare = function(d) { d$used <- as.numeric(d$use == "Y"); d })
add("Contraception, slope", "mlmRev", "Contraception", "used ~ age + I(age^2) + urban + livch + (urban | district)", binomial = TRUE, prepare = function(d) { d$used <- as.numeric(d$use == "Y"); d })
add("toenail", "HSAUR3", "toenail", "bad ~ treatment * time + (1 | patientID)", binomial = TRUE, prepare = function(d) { d$bad <- as.numeric(d$outcome == "moderate or severe"); d })
add("toenail, 25 points", "HSAUR3", "toenail", "bad ~ treatment * time + (1 | patientID)", binomial = TRUE, points = 25, prepare = function(d) { d$bad <- as.numeric(d$outcome == "moderate or severe"); d })
add("respiratory", "HSAUR3", "respiratory", "good ~ treatment + gender + age + centre + (1 | subject)", binomial = TRUE, factors = "centre", prepare = function(d) { d$good <- as.numeric(d$status == "good"); d })
add("schizophrenia2", "HSAUR3", "schizophrenia2", "present ~ onset * m + (1 | subject)", binomial = TRUE, prepare = function(d) { d$present <- as.numeric(d$disorder == "present"); d$m <- as.numeric(as.character(d$month)) / 10; d })
add("budworm", "pbkrtest", "budworm", "cbind(ndead, ntotal - ndead) ~ sex + log2(dose) + (1 | tray)", binomial = TRUE, prepare = function(d) { d$tray <- (seq_len(nrow(d)) + 1) %/% 2; d })
add("grouseticks, any tick", "lme4", "grouseticks", "any ~ YEAR + h + (1 | BROOD) + (1 | LOCATION)", binomial = TRUE, factors = "YEAR", prepare = function(d) { d$any <- as.numeric(d$TICKS > 0); d$h <- (d$HEIGHT - 460) / 40; d })
verbal <- function(d) { d$yes <- as.numeric(d$r2 == "Y"); d$anger <- (d$Anger - 20) / 5; d }
add("VerbAgg", "lme4", "VerbAgg", "yes ~ anger + Gender + btype + situ + (1 | id) + (1 | item)", binomial = TRUE, prepare = verbal)
add("neuralgia", "emmeans", "neuralgia", "pain ~ Treatment + Sex + age + (1 | block)", binomial = TRUE, prepare = function(d) { d$pain <- as.numeric(d$Pain == "Yes"); d$age <- (d$Age - 70) / 5; d$block <- rep(1:12, 5); d })

ignore <- list(check.conv.singular = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore", check.nobs.vs.nlev = "ignore",
  check.nobs.vs.nRE = "ignore", check.nobs.vs.rankZ = "ignore", check.scaleX = "ignore", check.nlev.gtr.1 = "ignore")
quiet <- function(e) suppressWarnings(suppressMessages(e))
value <- function(m) if (is.null(m)) Inf else if (isLMM(m) && isREML(m)) REMLcrit(m) else -2 * as.numeric(logLik(m))
safe <- function(e) tryCatch(quiet(e), error = function(x) NULL)
modes <- function(m) lapply(ranef(m, condVar = FALSE), function(r) { r <- head(r, 3); list(levels = rownames(r), values = unname(as.matrix(r))) })
describe <- function(m, default) list(best = value(m), default = default, fixef = as.list(fixef(m)), se = as.list(setNames(sqrt(diag(as.matrix(vcov(m)))), names(fixef(m)))),
  sigma = if (isLMM(m)) sigma(m) else NULL, covariance = lapply(VarCorr(m), function(v) list(terms = rownames(v), values = unname(matrix(v, nrow(v))))), ranef = modes(m), groups = as.list(sapply(getME(m, "flist"), nlevels)))
linear <- function(f, d, reml) {
  fit <- function(optimizer, optCtrl, start = NULL, derivs = FALSE) safe(do.call(lmer, list(f, d, REML = reml, weights = d$.w, start = start,
    control = do.call(lmerControl, c(list(optimizer = optimizer, optCtrl = optCtrl, calc.derivs = derivs), ignore)))))
  default <- fit("nloptwrap", list())
  if (is.null(default)) return(NULL)
  k <- length(getME(default, "theta")); set.seed(1)
  tight <- list(rhoend = 1e-10, maxfun = 2e5)
  fits <- c(list(default, fit("bobyqa", tight)), lapply(seq_len(if (nrow(d) > 3000) 1 else 4), function(i) {
    start <- rnorm(k); lower <- getME(default, "lower"); start[lower == 0] <- abs(start[lower == 0]); fit("bobyqa", tight, start) }))
  best <- fits[[which.min(vapply(fits, value, 0))]]
  again <- fit("bobyqa", list(rhoend = 1e-12, rhobeg = 1e-4, maxfun = 2e5), getME(best, "theta"))
  if (value(again) <= value(best)) best <- again
  best@call$data <- quote(d); best@call$formula <- f
  list(fit = best, default = value(default))
}
general <- function(f, d, points) {
  fit <- function(optimizer, optCtrl, start = NULL) safe(glmer(f, d, binomial, nAGQ = points, start = start, control = do.call(glmerControl, c(list(optimizer = optimizer, optCtrl = optCtrl, tolPwrss = 1e-11), ignore))))
  default <- safe(glmer(f, d, binomial, nAGQ = points))
  fits <- list(fit(c("bobyqa", "bobyqa"), list(rhoend = 1e-9, maxfun = 1e5)), fit("nloptwrap", list()))
  best <- fits[[which.min(vapply(fits, value, 0))]]
  if (is.null(best)) NULL else list(fit = best, default = value(default))
}
family <- if (length(args) > 2) args[3] else "all" # gaussian, binomial or all
cases <- Filter(function(o) family == "all" || (family == "binomial") == o$binomial, cases)
listed <- list(); fitted <- list()
for (k in seq_along(cases)) {
  o <- cases[[k]]
  d <- plain(o$prepare(data_of(o$package, o$data)))
  formula <- gsub("([A-Za-z])\\.([A-Za-z])", "\\1_\\2", gsub("([A-Za-z])\\.([A-Za-z])", "\\1_\\2", o$formula))
  used <- intersect(unique(c(all.vars(as.formula(formula)), o$weights)), names(d))
  d <- d[, used, drop = FALSE]
  file <- sprintf("%s%03d.csv", substr(family, 1, 1), k)
  write.csv(d, file.path(args[1], file), row.names = FALSE, quote = TRUE, na = "")
  points <- if (is.null(o$points)) 1 else o$points
  methods <- if (o$binomial) "ML" else c("REML", "ML")
  for (method in methods) listed[[length(listed) + 1]] <- list(name = o$name, file = file, formula = formula, method = method, family = if (o$binomial) "binomial" else "gaussian",
    points = points, factors = as.list(o$factors), weights = o$weights)
  if (length(args) < 2) next
  d <- read.csv(file.path(args[1], file), na.strings = c("", "NA"))
  terms <- all.vars(as.formula(formula))
  for (f in names(d)) if (is.character(d[[f]]) || f %in% o$factors) { d[[f]] <- factor(d[[f]]); if (!(f %in% o$factors)) d[[f]] <- factor(d[[f]], levels = sort(levels(d[[f]]), method = "radix")) }
  d <- d[complete.cases(d), , drop = FALSE]
  d$.w <- if (is.null(o$weights)) 1 else d[[o$weights]]
  for (method in methods) {
    message(o$name, " ", method)
    r <- if (o$binomial) general(as.formula(formula), d, points) else linear(as.formula(formula), d, method == "REML")
    if (is.null(r)) { message("  lme4 cannot fit this"); next }
    out <- c(list(name = o$name, method = method), describe(r$fit, r$default))
    if (!o$binomial && method == "REML" && o$small && nrow(d) < 2500) {
      m <- r$fit
      # lmerTest differentiates along theta, which has no meaning where the covariance is singular in raw units; pbkrtest ignores weights.
      s <- if (o$name == "feedlot, slopes") NULL else safe(coef(summary(lmerTest::as_lmerModLmerTest(m)))); if (!is.null(s)) out$satterthwaite <- setNames(as.list(s[, "df"]), rownames(s))
      if (nrow(d) < 900 && !isSingular(m, 1e-6) && is.null(o$weights)) {
        kr <- safe(coef(summary(lmerTest::as_lmerModLmerTest(m), ddf = "Kenward-Roger")))
        if (!is.null(kr)) out$kenwardRoger <- list(df = setNames(as.list(kr[, "df"]), rownames(kr)), se = setNames(as.list(kr[, "Std. Error"]), rownames(kr)))
      }
    }
    fitted[[length(fitted) + 1]] <- out
  }
}
writeLines(toJSON(listed, auto_unbox = TRUE, null = "null"), file.path(args[1], "models.json"))
if (length(args) > 1) writeLines(toJSON(list(rVersion = as.character(getRversion()), lme4 = as.character(packageVersion("lme4")), lmerTest = as.character(packageVersion("lmerTest")), fits = fitted), digits = 12, auto_unbox = TRUE, null = "null"), args[2])
