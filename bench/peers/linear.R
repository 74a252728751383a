# Fits one table's path and its cross-validation with glmnet: Rscript linear.R FOLDER ROWS COLUMNS
suppressMessages(library(glmnet))
arguments <- commandArgs(TRUE)
rows <- as.integer(arguments[2])
columns <- as.integer(arguments[3])
numbers <- function(name, count) readBin(file.path(arguments[1], name), "double", count)
x <- matrix(numbers("x.bin", rows * columns), rows, columns, byrow = TRUE)
y <- numbers("y.bin", rows)
folds <- (seq_len(rows) - 1) %% 10 + 1

timed <- function(work) {
  time <- system.time(work)
  c(time[["elapsed"]], time[["user.self"]] + time[["sys.self"]])
}
paths <- list()
while (length(paths) < 3 || (length(paths) < 100 && sum(sapply(paths, `[`, 1)) < 1)) paths[[length(paths) + 1]] <- timed(glmnet(x, y))
validation <- timed(found <- cv.glmnet(x, y, foldid = folds))
pair <- function(time) sprintf('{"wall":%.4f,"cpu":%.4f}', time[1], time[2])
cat(sprintf(
  '{"version":"glmnet %s","paths":[%s],"validation":%s,"strengths":%d,"lambdaMin":%.12g,"leastError":%.12g}\n',
  packageVersion("glmnet"), paste(sapply(paths, pair), collapse = ","), pair(validation), length(found$lambda), found$lambda.min, min(found$cvm)
))
