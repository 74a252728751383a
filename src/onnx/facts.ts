import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "./onnx_pb.ts";

/** The texts that travel inside a model file; nothing when the bytes are no such file of ours. */
export function modelMetadata(bytes: Uint8Array): Readonly<Record<string, string>> | undefined {
  try {
    const { producerName, metadataProps } = fromBinary(ModelProtoSchema, bytes);
    if (producerName !== "ockham") return undefined;
    return Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
  } catch {
    return undefined;
  }
}
