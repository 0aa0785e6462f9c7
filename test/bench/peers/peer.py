"""What every Python peer has: the protocol of ./protocol.ts and the files that the coordinator writes."""

import json
import os
import sys
import time

import numpy

_DTYPES = {"F32": numpy.float32, "I32": numpy.int32}


def read_tensors(folder, name):
    """Arrays of `<folder>/<name>.safetensors` by name: a length, a JSON header, the values."""
    with open(os.path.join(folder, name + ".safetensors"), "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        values = file.read()
    arrays = {}
    for key, entry in header.items():
        if key != "__metadata__":
            start, end = entry["data_offsets"]
            array = numpy.frombuffer(values[start:end], _DTYPES[entry["dtype"]])
            arrays[key] = array.reshape(entry["shape"]).copy()
    return arrays


def rows(tensor, term):
    """The rows of the batch that a term sees."""
    start, end = term["rows"]
    return tensor if (start, end) == (0, len(tensor)) else tensor[start:end]


def serve(set_up):
    """Answers requests until `quit`. `set_up(workload, folder, threads)` returns `step(index) -> loss`."""
    # Libraries print to the standard output; answers have it to themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    step, done = None, 0
    for line in sys.stdin:
        request = json.loads(line)
        if request["request"] == "quit":
            return
        answer = {}
        if request["request"] == "setup":
            step = set_up(request["workload"], request["folder"], request["threads"])
        else:
            losses, times, processor = [], [], time.process_time()
            for _ in range(request["steps"]):
                started = time.perf_counter()
                losses.append(step(done))
                times.append(1000 * (time.perf_counter() - started))
                done += 1
            processor = 1000 * (time.process_time() - processor)
            answer = {"losses": losses, "ms": times, "processorMs": processor}
        print(json.dumps(answer), file=answers, flush=True)
