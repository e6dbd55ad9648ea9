# P(T <= t) of the noncentral t distribution by R's pt (AS 243), 12 digits: Rscript noncentral-t-distribution.R > noncentral-t-distribution-r.json
grid <- expand.grid(t = c(-3, -0.5, 0, 0.3, 2, 6), df = c(1, 3.5, 19, 400), ncp = c(-1, 0, 0.7, 3, 9))
grid$p <- suppressWarnings(pt(grid$t, grid$df, ncp = grid$ncp))
cat(jsonlite::toJSON(grid, digits = 12, auto_unbox = TRUE))
