"""Reads a safetensors file by the letter of its format and prints it as JSON: a second reader for the tests."""

import json
import struct
import sys

with open(sys.argv[1], "rb") as file:
    content = file.read()
(length,) = struct.unpack("<Q", content[:8])
header = json.loads(content[8 : 8 + length])
data = content[8 + length :]
assert 8 + length <= len(content) and length % 8 == 0
tensors = {}
for name, entry in header.items():
    if name == "__metadata__":
        continue
    assert entry["dtype"] == "F32"
    start, end = entry["data_offsets"]
    tensors[name] = {"shape": entry["shape"], "values": struct.unpack(f"<{(end - start) // 4}f", data[start:end])}
print(json.dumps({"metadata": header.get("__metadata__", {}), "tensors": tensors}))
