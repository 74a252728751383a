export { type Axis, axisOf } from "./axis.ts";
export type { JudgedPoint, LambdaCurve } from "./lambda-curve.ts";
export {
  type Edge,
  endsAt,
  type Member,
  memberKey,
  tune,
  type Tuned,
  type TrainedMember,
  type TrainMembers,
} from "./tune.ts";
