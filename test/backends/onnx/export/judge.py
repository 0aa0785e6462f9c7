"""Checks an ONNX model with onnx.checker, runs it with onnxruntime: judge.py model.onnx given answered (safetensors)."""

import json
import struct
import sys

import numpy
import onnx
import onnxruntime

TYPES = {"F32": numpy.float32, "I32": numpy.int32}


def read(path):
    content = open(path, "rb").read()
    (size,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + size])
    header.pop("__metadata__", None)
    return {
        name: numpy.frombuffer(content[8 + size :][slice(*each["data_offsets"])], TYPES[each["dtype"]]).reshape(
            each["shape"]
        )
        for name, each in header.items()
    }


def write(path, tensors):
    header, offset = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(numpy.ascontiguousarray(tensor).tobytes())


model, given, answered = sys.argv[1:]
onnx.checker.check_model(model, full_check=True)
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
names = [output.name for output in session.get_outputs()]
write(answered, dict(zip(names, session.run(names, read(given)))))
