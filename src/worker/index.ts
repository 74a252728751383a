export { cacheFolder, dataFolders, freshRunFolder } from "./folders.node.ts";
export { foundText } from "./found-text.ts";
export type { Job, Planned } from "./messages.ts";
export { reportPrescriptions } from "./remedies.ts";
export { type Listeners, runJob, type RunningJob } from "./run.node.ts";
export { summarize } from "./summarize.node.ts";
export { uncertaintyText } from "./uncertainty-text.ts";
export { resume, train, type TrainOptions } from "./train.node.ts";
