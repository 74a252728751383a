# Golden numbers for what glmnet calls a strength. Run in this folder; writes glmnet.json.
library(glmnet)

set.seed(3)
rows <- 40
inputs <- round(matrix(runif(rows * 3, -2, 2), rows) * 64) / 64
targets <- round((inputs %*% c(1.5, -2, 0.25) + rnorm(rows) + 3) * 64)[, 1] / 64
classes <- as.integer(inputs[, 1] - inputs[, 2] + rnorm(rows) > 0)

json <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
fit <- function(family, y, lambda) {
  # Without a path to the strength the descent starts far off; its threshold is on the change of the objective.
  path <- lambda * 10^seq(3, 0, length.out = 50)
  model <- glmnet(inputs, y, family, alpha = 0, lambda = path, standardize = FALSE, thresh = 1e-25, maxit = 1e7)
  found <- as.matrix(coef(model))[, 50]
  sprintf('{"lambda":%.17g,"intercept":%.17g,"coefficients":%s}', lambda, found[1], json(found[-1]))
}
fits <- function(family, y) paste(sapply(c(0.05, 0.8), function(lambda) fit(family, y, lambda)), collapse = ",")

writeLines(sprintf(
  '{"from":"glmnet %s","inputs":[%s],"targets":%s,"classes":%s,"gaussian":[%s],"binomial":[%s]}',
  packageVersion("glmnet"), paste(apply(inputs, 1, json), collapse = ","), json(targets), json(classes),
  fits("gaussian", targets), fits("binomial", classes)
), "glmnet.json")
