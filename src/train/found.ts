// What techniques find for a model after training.
import { bug } from "../base/index.ts";
import type { Scores } from "../history/index.ts";
import { scalar } from "../runtime/index.ts";
import { ownName, type Validation } from "../seams/index.ts";
import type { Engine } from "./engine.ts";
import { oneHot } from "./engine-data.ts";
import type { Answers } from "./evaluator.ts";
import type { Plan } from "./plan.ts";
import { lossOf, predictionsOf, scoresBy } from "./scores.ts";
import type { State } from "./state.ts";

/** The numbers that techniques found, beside what the validation part said without them. */
export interface Found {
  /** By technique and name, such as `temperatureScaling.temperature`. */
  readonly values: Readonly<Record<string, number>>;
  /** Scores of the validation part before; those after are among the scores of the run. */
  readonly before: Scores;
}

/** The validation part as techniques look at it, in double precision. */
function validationOf(plan: Plan, { outputs, predictions }: Answers): Validation {
  const { element } = plan.loss;
  const {
    byScale = () => bug(`Nothing tells how the loss ${element.id} changes with the scale of outputs`),
  } = element;
  const truth = predictionsOf(plan, plan.rows.validation, predictions);
  const targets = "labels" in truth ? oneHot(truth.labels, truth.classes) : truth.actual;
  const rows = {
    outputs: outputs ?? bug("Nothing measured the outputs of the model"),
    targets,
    width: plan.model.outputs,
  };
  return {
    lossByScale: (scale) => {
      const { slope, curvature } = byScale({ ...rows, scale });
      return { slope: slope / truth.rows, curvature: curvature / truth.rows };
    },
  };
}

/** A state with what techniques find for it after training; as it is where none looks for anything. */
export async function completed(
  plan: Plan,
  engine: Engine,
  state: State,
): Promise<{ readonly state: State; readonly found?: Found }> {
  const finding = plan.techniques.filter(({ regularizer }) => regularizer.at.after);
  if (finding.length === 0) return { state };
  const answers = await engine.evaluate(state, plan.rows.validation);
  const validation = validationOf(plan, answers);
  const found = finding.flatMap(({ key, regularizer, settings }) =>
    Object.entries(regularizer.at.after?.(validation, settings as never) ?? {}).map(([name, value]) => ({
      path: `${key}.${name}`,
      kept: ownName(key, { layer: "output" }, name),
      value,
    })),
  );
  const truth = predictionsOf(plan, plan.rows.validation, answers.predictions);
  return {
    state: { ...state, ...Object.fromEntries(found.map(({ kept, value }) => [kept, scalar(value)])) },
    found: {
      values: Object.fromEntries(found.map(({ path, value }) => [path, value])),
      before: { ...lossOf(answers.losses, truth.weights), metrics: scoresBy(plan.metrics, truth) },
    },
  };
}
