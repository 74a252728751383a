"""Array files as NumPy writes them, with the shape and the values that NumPy reads back, for src/data/npy/npy.node.test.ts.

python3 test/golden/npy.py > test/golden/npy.json
"""

import base64
import io
import json
import warnings

import numpy as np

warnings.filterwarnings("ignore")  # versions 2 and 3 of the format are told to be unusual


def packed(write):
    buffer = io.BytesIO()
    write(buffer)
    return base64.b64encode(buffer.getvalue()).decode()


def case(name, array, version=None):
    def write(buffer):
        np.lib.format.write_array(buffer, array, version=version, allow_pickle=False)

    back = np.load(io.BytesIO(base64.b64decode(packed(write))))
    values = [v.item().decode() if back.dtype.kind == "S" else v.item() for v in back.ravel(order="C")]
    return {
        "name": name,
        "file": packed(write),
        "shape": list(back.shape),
        "values": [int(v) if isinstance(v, bool) else v for v in values],
    }


grid = np.arange(24).reshape(2, 3, 4)
real = (grid - 11.5) / 3
cases = [case(code, (real if "f" in code else grid % 100).astype(code)) for code in
         ["?", "u1", "i1", "<u2", ">u2", "<i2", ">i2", "<u4", ">i4", "<u8", ">u8", "<i8", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]]
cases += [
    case("fortran", np.asfortranarray(real)),
    case("fortran, two axes, bytes", np.asfortranarray(grid.reshape(4, 6).astype("u1"))),
    case("version 2", real, (2, 0)),
    case("version 3", real, (3, 0)),
    case("negative", np.array([-1, -128, 127], "i1")),
    case("half extremes", np.array([0, -0.0, 6e-8, 65504, 1e-5, -2], "<f2")),
    case("no axis", np.array(7.5)),
    case("no rows", np.zeros((0, 3), "f4")),
    case("letters", np.array(["no", "yes", "naïve 𝄞", ""])),
    case("letters, big-endian", np.array(["a", "bcd"]).astype(">U3")),
    case("bytes", np.array([b"no", b"yes"])),
]

x = grid.reshape(6, 4).astype("f4")
y = np.arange(6) % 2
records = np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f4")])
archives = {
    "stored": packed(lambda buffer: np.savez(buffer, x=x, y=y)),
    "packed": packed(lambda buffer: np.savez_compressed(buffer, x_train=x, y_train=y, x_test=x[:2], y_test=y[:2])),
    "unnamed": packed(lambda buffer: np.savez(buffer, x, y)),
    "unclear": packed(lambda buffer: np.savez(buffer, first=x, second=y)),
}
refused = {
    "records": packed(lambda buffer: np.save(buffer, records)),
    "objects": packed(lambda buffer: np.save(buffer, np.array([{}, None], dtype=object), allow_pickle=True)),
    "complex": packed(lambda buffer: np.save(buffer, np.array([1j]))),
}
print(json.dumps({"numpy": np.__version__, "arrays": cases, "archives": archives, "refused": refused}, ensure_ascii=False))
