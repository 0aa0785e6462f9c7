"""Writes reference.json: what PyTorch's optimizers make of a small problem, for the tests beside this file.

    python3 -m venv venv && venv/bin/pip install torch==2.13.0 && venv/bin/python reference.py
    npx prettier --write reference.json

The problem: parameters `weight` [3, 4] and `bias` [4]; the loss of micro-batch (step, k) is half the mean over rows of
|x·weight + bias - y|². Everything runs in float64, so the numbers are the formula's and not one engine's rounding.
"""

import json
import math
from pathlib import Path

import torch

STEPS = 20
ROWS = 5
torch.manual_seed(7)
torch.set_default_dtype(torch.float64)


def rounded(tensor):
    """Four decimals: numbers that float32 and the file hold alike."""
    return (tensor * 1e4).round() / 1e4


start = {"weight": rounded(torch.randn(3, 4)), "bias": rounded(torch.randn(4))}
inputs = rounded(torch.randn(STEPS, 2, ROWS, 3))
goals = rounded(torch.randn(STEPS, 2, ROWS, 4))


def loss(parameters, step, micro):
    error = inputs[step, micro] @ parameters["weight"] + parameters["bias"] - goals[step, micro]
    return 0.5 * error.square().sum(1).mean()


def make(kind, options, groups):
    if kind == "sgd":
        # Decoupled decay of plain SGD is not PyTorch's: shrink() does it before the step.
        decoupled = options.get("decayKind") == "decoupled"
        return torch.optim.SGD(
            groups,
            lr=options["rate"],
            momentum=options.get("momentum", 0),
            nesterov=options.get("nesterov", False),
            weight_decay=0 if decoupled else options.get("decay", 0),
        )
    cls = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[kind]
    return cls(
        groups,
        lr=options["rate"],
        betas=(options.get("beta1", 0.9), options.get("beta2", 0.999)),
        eps=options.get("epsilon", 1e-8),
        weight_decay=options.get("decay", {"adam": 0, "adamw": 0.01}[kind]),
    )


def scheduled(optimizer, schedule):
    if schedule is None:
        return None
    shape, arguments = schedule
    if shape == "cosine":
        return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=arguments["steps"], eta_min=arguments["to"])
    if shape == "drops":
        return torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=arguments["at"], gamma=arguments["by"])
    raise ValueError(shape)


def shrink(parameters, options, rate):
    with torch.no_grad():
        for parameter in parameters:
            parameter.mul_(1 - rate * options["decay"])


def run(case):
    parameters = {name: value.clone().requires_grad_() for name, value in start.items()}
    # `bias` is left out of decay by convention, as Retort does for biases.
    decaying, rest = [parameters["weight"]], [parameters["bias"]]
    options = case["options"]
    optimizer = make(case["kind"], options, [{"params": decaying}, {"params": rest}])
    optimizer.param_groups[1]["weight_decay"] = 0
    scheduler = scheduled(optimizer, case.get("schedule"))
    micros = case.get("accumulate", 1)
    norms, rates = [], []
    for step in range(STEPS):
        optimizer.zero_grad()
        for micro in range(micros):
            (loss(parameters, step, micro) / micros).backward()
        limit = case.get("clip") or math.inf
        norms.append(torch.nn.utils.clip_grad_norm_(parameters.values(), limit).item())
        rates.append(optimizer.param_groups[0]["lr"])
        if options.get("decayKind") == "decoupled":
            shrink(decaying, options, rates[-1])
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
    final = {name: value.detach().flatten().tolist() for name, value in parameters.items()}
    return {**case, "norms": norms, "rates": rates, "parameters": final}


def cases():
    sgd = {"rate": 0.05}
    for decay in [{}, {"decay": 0.1, "decayKind": "l2"}, {"decay": 0.1, "decayKind": "decoupled"}]:
        for momentum in [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}]:
            yield {"kind": "sgd", "options": {**sgd, **decay, **momentum}}
    for kind in ["adam", "adamw"]:
        for decay in [{"decay": 0}, {"decay": 0.1}]:
            for betas in [{}, {"beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3}]:
                yield {"kind": kind, "options": {"rate": 0.05, **decay, **betas}}
    decayed = {
        "sgd": {"rate": 0.05, "momentum": 0.9, "nesterov": True, "decay": 0.1, "decayKind": "l2"},
        "adam": {"rate": 0.05, "decay": 0.1},
        "adamw": {"rate": 0.05, "decay": 0.1},
    }
    for kind, options in decayed.items():
        yield {"kind": kind, "options": options, "clip": 0.5}
        yield {"kind": kind, "options": options, "accumulate": 2}
        # Steps stay within the ramp: PyTorch's cosine rises again after it, Retort's holds.
        yield {"kind": kind, "options": options, "schedule": ["cosine", {"to": 0.001, "steps": STEPS}]}
        yield {"kind": kind, "options": options, "schedule": ["drops", {"at": [6, 12], "by": 0.1}]}
        yield {"kind": kind, "options": options, "clip": 0.5, "accumulate": 2, "schedule": ["cosine", {"to": 0, "steps": STEPS}]}


def nine(value):
    """Nine digits are more than float32 holds and keep the file small."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [nine(entry) for entry in value]
    if isinstance(value, dict):
        return {key: nine(entry) for key, entry in value.items()}
    return value


reference = {
    "source": f"reference.py, PyTorch {torch.__version__}, float64",
    "start": {name: value.flatten().tolist() for name, value in start.items()},
    "rows": ROWS,
    "inputs": inputs.flatten(2).tolist(),
    "goals": goals.flatten(2).tolist(),
    "cases": [run(case) for case in cases()],
}
Path(__file__).with_name("reference.json").write_text(json.dumps(nine(reference), separators=(",", ":")) + "\n")
