# Writes linear-path.json: what R's glmnet fits. Run: Rscript linear-path.R
# Needs glmnet (Debian: r-cran-glmnet); numbers are written with 17 digits.
suppressMessages(library(glmnet))
set.seed(7)
tight <- 1e-18

number <- function(x) {
  text <- formatC(x, digits = 17, width = 1, format = "g")
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}
list_of <- function(x) paste0("[", paste(formatC(x, digits = 17, width = 1, format = "g"), collapse = ","), "]")
short <- function(x) paste0("[", paste(x, collapse = ","), "]")
object <- function(...) {
  parts <- list(...)
  paste0("{", paste0('"', names(parts), '":', unlist(parts), collapse = ",\n  "), "}")
}

# Correlated columns of different scales, with a true model of a few of them.
table_of <- function(rows, columns) {
  shared <- rnorm(rows)
  x <- sapply(seq_len(columns), function(j) (rnorm(rows) + 0.7 * shared) * 2^(j %% 4) + j %% 3)
  round(x, 3)
}
predictor <- function(x, k = 0) {
  scaled <- scale(x)
  drop(scaled[, 1:5] %*% c(2, -1.5, 1, 0.5, -0.25)[(0:4 + k) %% 5 + 1])
}

targets <- list(
  gaussian = function(x, classes) round(10 + predictor(x) + rnorm(nrow(x)), 3),
  binomial = function(x, classes) as.integer(predictor(x) + rlogis(nrow(x)) > 0.3),
  multinomial = function(x, classes) {
    scores <- sapply(seq_len(classes), function(k) predictor(x, k) - log(-log(runif(nrow(x)))))
    max.col(scores) - 1L
  }
)

# Names of R's arguments are those of glmnet; the test has the names of PathOptions.
case <- function(name, family, rows, columns, alpha = 1, classes = 2, weighted = FALSE, factors = NULL,
                 standardize = TRUE, lambda = NULL, count = 100, folds = 5) {
  x <- table_of(rows, columns)
  y <- targets[[family]](x, classes)
  weights <- if (weighted) round(runif(rows, 0.2, 3), 3) else rep(1, rows)
  foldid <- (seq_len(rows) * 7) %% folds + 1
  arguments <- list(x = x, y = if (family == "gaussian") y else factor(y), family = family, alpha = alpha,
                    weights = weights, standardize = standardize, lambda = lambda, nlambda = count, thresh = tight,
                    maxit = 1e7)
  if (!is.null(factors)) arguments$penalty.factor <- factors
  cv <- do.call(cv.glmnet, c(arguments, list(foldid = foldid)))
  fit <- cv$glmnet.fit
  steps <- unique(round(seq(1, length(fit$lambda), length.out = 6)))
  slopes <- if (family == "multinomial") do.call(rbind, lapply(fit$beta, function(b) as.matrix(b)[, steps])) else as.matrix(fit$beta)[, steps]
  a0 <- if (family == "multinomial") fit$a0[, steps] else fit$a0[steps]
  cat(name, ":", length(fit$lambda), "strengths\n")
  object(
    name = paste0('"', name, '"'), family = paste0('"', family, '"'), rows = rows, columns = columns, classes = classes,
    alpha = number(alpha), standardize = if (standardize) "true" else "false", count = count,
    givenLambdas = if (is.null(lambda)) "null" else list_of(lambda),
    weights = if (weighted) short(weights) else "null", factors = if (is.null(factors)) "null" else short(factors),
    x = short(as.vector(t(x))), y = short(y), folds = short(foldid - 1),
    lambdas = list_of(fit$lambda), ratios = list_of(fit$dev.ratio), nullDeviance = number(fit$nulldev),
    steps = short(steps - 1), intercepts = list_of(as.vector(a0)), coefficients = list_of(as.vector(slopes)),
    cvLambdas = list_of(cv$lambda), cvMeans = list_of(cv$cvm), cvErrors = list_of(cv$cvsd),
    lambdaMin = number(cv$lambda.min), lambda1se = number(cv$lambda.1se)
  )
}

cases <- c(
  case("lasso", "gaussian", 60, 8),
  case("elastic net, weights, factors", "gaussian", 60, 8, alpha = 0.5, weighted = TRUE, factors = c(0, 1, 2, 1, 0.5, 1, 1, 3)),
  case("as given, not standardized", "gaussian", 50, 6, alpha = 0.3, standardize = FALSE),
  case("more columns than rows", "gaussian", 24, 40, count = 30, folds = 4),
  case("ridge", "gaussian", 40, 6, alpha = 0, count = 20),
  case("given strengths", "gaussian", 40, 6, lambda = c(2, 0.5, 0.1, 0.01, 0)),
  case("lasso", "binomial", 80, 6),
  case("elastic net, weights, factors", "binomial", 80, 6, alpha = 0.5, weighted = TRUE, factors = c(0, 1, 2, 1, 0.5, 1), count = 40),
  case("more columns than rows", "binomial", 30, 40, alpha = 0.8, count = 20, folds = 3),
  case("ridge", "binomial", 60, 5, alpha = 0, count = 20),
  case("lasso, 3 classes", "multinomial", 90, 5, classes = 3, count = 25),
  case("lasso, 4 classes", "multinomial", 100, 5, classes = 4, count = 20),
  case("elastic net, weights", "multinomial", 90, 5, alpha = 0.5, classes = 3, weighted = TRUE, count = 30),
  case("more columns than rows", "multinomial", 24, 30, classes = 3, count = 12, folds = 3)
)
file <- sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE))
writeLines(paste0("[", paste(cases, collapse = ",\n"), "]"), file.path(dirname(file), "linear-path.json"))
