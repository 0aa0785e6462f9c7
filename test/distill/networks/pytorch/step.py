"""
Steps of distillation in PyTorch, on the networks beside this file. Given `student/…` (its variables, moving statistics
and those of projections), `teacher/…` and `batches/…` [batches, batch, …]. Options: `student` and `teacher` (bert,
resnet or mlp), `heads` of their attention, `training` (JSON: what is `trained`, `terms` and `optimizer` as
test/bench/peers/protocol.ts describes them), `steps`, and `dtype`.

Answers `losses` [steps], after the first step `gradients/…` and `moved/…` (moving statistics), after the last
`trained/…`. The teacher is asked in evaluation mode, outside the gradient.
"""

import json

import torch
import torch.nn.functional as F

import bert
import resnet
from tensors import main


def mlp(variables, image):
    x, taps, layer = image.flatten(1), {}, 1
    while f"hidden.{layer}/kernel" in variables:
        x = F.gelu(x @ variables[f"hidden.{layer}/kernel"] + variables[f"hidden.{layer}/bias"])
        taps[f"hidden.{layer}"] = x
        layer += 1
    return taps | {"logits": x @ variables["logits/kernel"] + variables["logits/bias"]}


def apply(kind, variables, batch, heads, training):
    if kind == "bert":
        tokens = batch["tokens"].long()
        return bert.run(variables, tokens, batch["mask"], torch.zeros_like(tokens), heads, 1e-12)
    if kind == "resnet":
        return resnet.run(variables, batch["image"], training)
    return mlp(variables, batch["image"])


def value(term, variables, taps, answers, batch):
    start, end = term["rows"]
    student = taps[term["student"]][start:end]
    if term["loss"] == "hard":
        return F.cross_entropy(student, batch["label"][start:end].long())
    teacher = answers[term["teacher"]][start:end]
    if term["loss"] == "kd":
        t = term["temperature"]
        return F.kl_div((student / t).log_softmax(-1), (teacher / t).softmax(-1), reduction="batchmean") * t * t
    if term["projection"] is not None:
        student = student @ variables[f"{term['projection']}/kernel"] + variables[f"{term['projection']}/bias"]
    if student.dim() == 3:
        real = batch["mask"][start:end].bool()
        student, teacher = student[real], teacher[real]
    return F.mse_loss(student, teacher)


def make_optimizer(parameters, settings):
    if settings["kind"] == "adam":
        return torch.optim.Adam(parameters, lr=settings["rate"])
    return torch.optim.SGD(parameters, lr=settings["rate"], momentum=settings["momentum"])


def answer(given, options):
    dtype = getattr(torch, options["dtype"])
    heads, training = int(options["heads"]), json.loads(options["training"])

    def group(name):
        own = {key[len(name) + 1 :]: tensor for key, tensor in given.items() if key.startswith(f"{name}/")}
        return {key: tensor.to(dtype) if tensor.is_floating_point() else tensor for key, tensor in own.items()}

    student, teacher, batches = group("student"), group("teacher"), group("batches")
    if "mask" in batches:
        batches["mask"] = batches["mask"].to(dtype)
    trained = {name: student[name].requires_grad_() for name in training["trained"]}
    optimizer = make_optimizer(list(trained.values()), training["optimizer"])
    losses, answers = [], {}
    for step in range(int(options["steps"])):
        batch = {field: tensor[step % len(tensor)] for field, tensor in batches.items()}
        with torch.no_grad():
            targets = apply(options["teacher"], teacher, batch, heads, training=False)
        taps = apply(options["student"], student, batch, heads, training=True)
        loss = sum(term["weight"] * value(term, student, taps, targets, batch) for term in training["terms"])
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.detach())
        if step == 0:
            answers |= {f"gradients/{name}": tensor.grad.clone() for name, tensor in trained.items()}
            answers |= {f"moved/{name}": tensor.clone() for name, tensor in student.items() if "/moving" in name}
        optimizer.step()
    answers |= {f"trained/{name}": tensor for name, tensor in trained.items()} | {"losses": torch.stack(losses)}
    return {name: tensor.float() for name, tensor in answers.items()}


if __name__ == "__main__":
    main(answer)
