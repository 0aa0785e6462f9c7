"""Prints the file of safetensors.test.ts as base64. Made with Python 3, safetensors 0.8.0 and numpy 2.4.6.

With a path as argument, prints what Python's safetensors reads from that file instead.
"""
import base64
import sys

import numpy
from safetensors import TensorSpec, deserialize, serialize

if len(sys.argv) > 1:
    with open(sys.argv[1], "rb") as file:
        for name, tensor in deserialize(file.read()):
            print(name, tensor["dtype"], tensor["shape"], bytes(tensor["data"]).hex())
    sys.exit()

brain = numpy.array([1.0, -3.140625, 1e38], numpy.float32)
tensors = {
    "weight": ("float32", numpy.array([[1.5, -2.25, 3e38], [0.0, -0.0, 1e-40]], numpy.float32)),
    "half": ("float16", numpy.array([1.0009765625, -65504, 6e-8, numpy.inf], numpy.float16)),
    "brain": ("bfloat16", (brain.view(numpy.uint32) >> 16).astype(numpy.uint16)),
    "steps": ("int64", numpy.array([-1, 2**31 - 1, -(2**31)], numpy.int64)),
    "flag": ("int32", numpy.array([7], numpy.int32)),
    "empty": ("float32", numpy.zeros((0, 3), numpy.float32)),
}
specs = {
    name: TensorSpec(dtype=dtype, shape=list(array.shape), data_ptr=array.ctypes.data, data_len=array.nbytes)
    for name, (dtype, array) in tensors.items()
}
print(base64.b64encode(serialize(specs, {"format": "pt"})).decode())
