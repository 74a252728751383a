// Published experiments, repeated: npm run reproduce -- NAME. They take minutes and need the data that OCKHAM_DATA names.
import { choosingLambda } from "./choosing-lambda.ts";
import { dropouts, effects } from "./effects.ts";
import { learnedLambda } from "./learned-lambda.ts";
import { lenet } from "./lenet.ts";
import { madeHandwriting } from "./made-digits.ts";
import { nielsen } from "./nielsen.ts";
import { sigmoidNet, smallBatches } from "./norms.ts";
import { remedyEffects } from "./remedy-effects.ts";
import { remedies } from "./remedies.ts";
import { resnet } from "./resnet.ts";
import { sms } from "./sms.ts";
import { sparseDropout } from "./sparse-dropout.ts";
import { verdictsOnSimulatedCurves } from "./verdicts.ts";
import { wrongLabels } from "./wrong-labels.ts";

const experiments: Readonly<Record<string, () => Promise<void>>> = {
  "choosing-lambda": choosingLambda,
  dropouts,
  effects,
  "learned-lambda": learnedLambda,
  lenet,
  "made-digits": madeHandwriting,
  nielsen,
  remedies,
  "remedy-effects": remedyEffects,
  resnet,
  "sigmoid-net": sigmoidNet,
  "small-batches": smallBatches,
  sms,
  "sparse-dropout": sparseDropout,
  verdicts: verdictsOnSimulatedCurves,
  "wrong-labels": wrongLabels,
};

const [name = ""] = process.argv.slice(2);
const experiment = experiments[name];
if (experiment) await experiment();
else {
  console.error(`Which one? Known are: ${Object.keys(experiments).join(", ")}`);
  process.exitCode = 2;
}
