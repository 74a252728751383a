export { channelBlock } from "./blocks.ts";
export type { Session, SessionOptions, TextValue, TypedValues, Value } from "./session.ts";
export { createSession, engineVersion } from "./engine.ts";
export { float32, int32, int64Scalar, scalar, texts, uint8 } from "./values.ts";
