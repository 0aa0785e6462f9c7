"""safetensors with nothing but PyTorch: float32, int32 and int64 tensors by name."""

import json
import struct
import sys

import torch

types = {"F32": torch.float32, "I32": torch.int32, "I64": torch.int64}
names = {dtype: name for name, dtype in types.items()}


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        dtype = types[entry["dtype"]]
        flat = torch.frombuffer(data, dtype=dtype, count=(end - start) // dtype.itemsize, offset=start)
        tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


def write(path, tensors):
    header, offset, parts = {}, 0, []
    for name, tensor in tensors.items():
        part = bytes(tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy())
        end = offset + len(part)
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
        parts.append(part)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def main(answer):
    """`python3 script.py in.safetensors out.safetensors key=value …`: one file of tensors in, one out."""
    source, target, *options = sys.argv[1:]
    torch.set_num_threads(1)
    write(target, answer(read(source), dict(option.split("=") for option in options)))
