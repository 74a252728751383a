export { type Axis, axisOf } from "./axis.ts";
export { type Edge, endsAt } from "./ends.ts";
export type { JudgedPoint, LambdaCurve } from "./lambda-curve.ts";
export { type Member, memberKey, type TrainedMember, type TrainMembers } from "./members.ts";
export { tune, type Tuned, type TuneListeners, type TuneQuestion } from "./tune.ts";
