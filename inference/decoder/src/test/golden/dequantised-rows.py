"""Writes dequantised-rows.bin: blocks of every tensor type and the weights that the `gguf` package makes of them.

    pip install gguf numpy
    python dequantised-rows.py ../resources/dev/corvid/inference/internal/kernels/dequantised-rows.bin

The file is a run of records: type id (int32), bytes of blocks (int32), number of weights (int32), the blocks, the
weights (float32); little endian. Blocks are random bytes with finite scales, followed by blocks of extremes: all
bits of the numbers clear and set, the smallest f16 subnormal, the largest f16, negative scales.
"""

import struct
import sys

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

SCALES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}
EXTREMES = [(0x00, 0x0001), (0xFF, 0x0001), (0x00, 0x7BFF), (0xFF, 0x7BFF), (0x80, 0x8400), (0x7F, 0xBC00), (0x55, 0x03FF), (0xAA, 0x0000)]


def halves(block, offsets, bits):
    for offset in offsets:
        block[offset : offset + 2] = np.frombuffer(struct.pack("<H", bits), dtype=np.uint8)


def blocks(name, size, random):
    made = []
    for _ in range(3):
        block = random.integers(0, 256, size, dtype=np.uint8)
        for offset in SCALES[name]:
            scale = np.float16(random.normal() * 0.05)
            halves(block, [offset], int(scale.view(np.uint16)))
        made.append(block)
    for fill, bits in EXTREMES:
        block = np.full(size, fill, dtype=np.uint8)
        halves(block, SCALES[name], bits)
        made.append(block)
    return np.concatenate(made)


def main(path):
    random = np.random.default_rng(7)
    with open(path, "wb") as out:
        for name in SCALES:
            type_ = GGMLQuantizationType[name]
            data = blocks(name, GGML_QUANT_SIZES[type_][1], random)
            weights = dequantize(data, type_).astype("<f4").ravel()
            out.write(struct.pack("<iii", type_.value, data.size, weights.size))
            out.write(data.tobytes())
            out.write(weights.tobytes())
        halfs = np.array([0x0000, 0x8000, 0x0001, 0x03FF, 0x0400, 0x3C00, 0xBC00, 0x7BFF], dtype="<u2")
        for type_, data in ((GGMLQuantizationType.F16, halfs), (GGMLQuantizationType.F32, random.normal(size=8).astype("<f4"))):
            weights = data.view("<f2").astype("<f4") if type_ is GGMLQuantizationType.F16 else data
            out.write(struct.pack("<iii", type_.value, data.nbytes, weights.size))
            out.write(data.tobytes())
            out.write(weights.tobytes())


if __name__ == "__main__":
    main(sys.argv[1])
