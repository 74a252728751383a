// The tables of the comparison, with the scores that three scikit-learn models reached on them.

/** Scores by model: accuracy for classes, RMSE for numbers. */
export interface References {
  readonly linear: number;
  readonly forest: number;
  /** Measured for classes alone. */
  readonly mlp?: number;
}

/** One table of the folder `tabular`. */
export interface Table {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly ignore?: readonly string[];
  /** A second file whose only column is the target, for a table that keeps it apart. */
  readonly targetFile?: string;
  /** What stands for a missing value in it, besides blanks and the usual marks. */
  readonly missing?: string;
  /** Whether rows without a target have to be left out. */
  readonly lacksTargets?: boolean;
  readonly task: "classification" | "regression";
  readonly references: References;
}

const classes = (
  name: string,
  file: string,
  columns: Pick<Table, "target" | "ignore">,
  [linear, forest, mlp]: readonly [number, number, number],
): Table => ({ name, file, ...columns, task: "classification", references: { linear, forest, mlp } });

const numbers = (
  name: string,
  file: string,
  columns: Pick<Table, "target" | "ignore" | "missing" | "targetFile" | "lacksTargets">,
  [linear, forest]: readonly [number, number],
): Table => ({ name, file, ...columns, task: "regression", references: { linear, forest } });

const student = "student-mat-semicolon.csv";

/** Identifiers and names are left out, as they were for the references. */
export const tables: readonly Table[] = [
  classes("digits", "digits.csv.gz", { target: "c64" }, [0.9688, 0.9766, 0.9549]),
  // The first line of this file counts rows and columns; its last cell stands above the classes.
  classes("iris", "iris.csv", { target: "c4" }, [0.96, 0.94, 0.9467]),
  classes("wine", "wine.csv", { target: "c13" }, [0.9831, 0.9831, 0.9719]),
  classes("wdbc", "breast-cancer-wdbc.csv", { target: "diagnosis", ignore: ["id"] }, [0.9789, 0.9631, 0.935]),
  numbers(
    "diabetes",
    "diabetes_data.csv.gz",
    { target: "target", targetFile: "diabetes_target.csv.gz" },
    [54.6538, 57.9747],
  ),
  numbers("abalone", "abalone.csv", { target: "c8" }, [2.2256, 2.1832]),
  classes("ionosphere", "ionosphere.csv", { target: "c34" }, [0.8803, 0.943, 0.9202]),
  classes("sonar", "sonar.csv", { target: "c60" }, [0.7308, 0.8365, 0.875]),
  classes("pima", "pima-indians-diabetes.csv", { target: "c8" }, [0.7747, 0.7513, 0.6888]),
  classes("haberman", "haberman.csv", { target: "c3" }, [0.7418, 0.6699, 0.7484]),
  classes("german", "german-credit.csv", { target: "c20" }, [0.748, 0.764, 0.736]),
  classes("horse-colic", "horse-colic.csv", { target: "c23", ignore: ["c2"] }, [0.8133, 0.88, 0.8233]),
  numbers("auto-imports", "auto-imports.csv", { target: "c25" }, [2238.9621, 2255.5253]),
  numbers("california", "california-housing.csv", { target: "median_house_value" }, [68864.8073, 48519.2461]),
  classes(
    "titanic",
    "titanic-kaggle.csv",
    { target: "Survived", ignore: ["PassengerId", "Name", "Ticket", "Cabin"] },
    [0.7957, 0.8025, 0.78],
  ),
  classes("penguins", "penguins.csv", { target: "species" }, [0.9913, 0.9855, 0.9971]),
  numbers("mpg", "mpg.csv", { target: "mpg", ignore: ["name"] }, [3.3947, 2.7049]),
  classes("oil-spill", "oil-spill.csv", { target: "c49" }, [0.9637, 0.9616, 0.9509]),
  classes("phoneme", "phoneme.csv", { target: "c5" }, [0.7502, 0.914, 0.8046]),
  classes("glass", "glass.csv", { target: "c9" }, [0.6355, 0.8037, 0.7056]),
  numbers(
    "hitters",
    "hitters-islr.csv",
    { target: "Salary", ignore: ["rownames"], lacksTargets: true },
    [349.4169, 285.5865],
  ),
  numbers("student without G1, G2", student, { target: "G3", ignore: ["G1", "G2"] }, [4.2873, 3.9244]),
  numbers("student", student, { target: "G3" }, [2.0064, 1.6248]),
  classes("telco", "telco-churn.csv", { target: "Churn", ignore: ["customerID"] }, [0.8036, 0.7845, 0.8022]),
  numbers(
    "airquality",
    "airquality-eu-decimal.csv",
    { target: "CO(GT)", ignore: ["Time"], missing: "-200" },
    [0.4765, 0.4125],
  ),
];
