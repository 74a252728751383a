import { boostingJson } from "./boosting-json.ts";
import { catboostJson } from "./catboost-json.ts";
import { catboostTables } from "./catboost-tables.ts";
import { catboostText } from "./catboost-text.ts";
import { consoleText } from "./console-text.ts";
import { fastai } from "./fastai.ts";
import type { LogFormat } from "./format.ts";
import { huggingFace } from "./hugging-face.ts";
import { imagenetText } from "./imagenet-text.ts";
import { kerasCsv } from "./keras-csv.ts";
import { kerasJson } from "./keras-json.ts";
import { lightgbmText } from "./lightgbm-text.ts";
import { lightning } from "./lightning.ts";
import { nielsen } from "./nielsen.ts";
import { ockham } from "./ockham.ts";
import { table } from "./table.ts";
import { tensorboardCsv } from "./tensorboard-csv.ts";
import { tensorboardEvents } from "./tensorboard-events.ts";
import { ultralytics } from "./ultralytics.ts";
import { wandb } from "./wandb.ts";
import { xgboostText } from "./xgboost-text.ts";

/** In the order in which a file is tried for them: what can be told surely before what fits many. */
export const logFormats: readonly LogFormat[] = [
  tensorboardEvents,
  ockham,
  tensorboardCsv,
  catboostTables,
  catboostJson,
  huggingFace,
  boostingJson,
  nielsen,
  kerasJson,
  ultralytics,
  fastai,
  wandb,
  lightning,
  kerasCsv,
  xgboostText,
  lightgbmText,
  catboostText,
  imagenetText,
  consoleText,
  table,
];
