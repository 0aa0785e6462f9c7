"""
A BERT encoder in PyTorch, written out, on Hugging Face's variables. `model=FILE` reads them from a file, with or
without the prefix; otherwise they are among the tensors given, beside `tokens`, `mask` and `tokenTypes`. Answers every
tap, the sentence embeddings (mean of the last hidden state over real tokens, of length 1), and, where `direction`
[batch, classes] is given, the gradient of Σ direction · logits for each variable.

Computed in float64: in float32 PyTorch itself is up to 9e-5 off at padded positions of MiniLM, 2e-6 elsewhere.
"""

import torch
import torch.nn.functional as F

from tensors import main, read


def run(variables, tokens, mask, types, heads, epsilon):
    def linear(x, name):
        return F.linear(x, variables[f"{name}.weight"], variables[f"{name}.bias"])

    def norm(x, name):
        return F.layer_norm(x, x.shape[-1:], variables[f"{name}.weight"], variables[f"{name}.bias"], epsilon)

    def split(x):
        return x.view(*x.shape[:2], heads, -1).transpose(1, 2)

    embeddings = "bert.embeddings"
    x = F.embedding(tokens, variables[f"{embeddings}.word_embeddings.weight"])
    x = x + variables[f"{embeddings}.position_embeddings.weight"][: tokens.shape[1]]
    x = x + F.embedding(types, variables[f"{embeddings}.token_type_embeddings.weight"])
    x = norm(x, f"{embeddings}.LayerNorm")
    taps = {"embeddings": x, "hidden.0": x}
    unseen = torch.finfo(torch.float32).min * (1 - mask[:, None, None, :])
    block = 1
    while f"bert.encoder.layer.{block - 1}.output.dense.weight" in variables:
        layer = f"bert.encoder.layer.{block - 1}"
        query, key, value = (split(linear(x, f"{layer}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
        probs = (scores + unseen).softmax(-1)
        context = (probs @ value).transpose(1, 2).flatten(2)
        attended = linear(context, f"{layer}.attention.output.dense")
        middle = norm(x + attended, f"{layer}.attention.output.LayerNorm")
        inner = F.gelu(linear(middle, f"{layer}.intermediate.dense"))
        x = norm(middle + linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        taps |= {
            f"query.{block}": query,
            f"key.{block}": key,
            f"value.{block}": value,
            f"attention.scores.{block}": scores,
            f"attention.probs.{block}": probs,
            f"hidden.{block}": x,
        }
        block += 1
    taps["pooled"] = torch.tanh(linear(x[:, 0], "bert.pooler.dense"))
    if "classifier.weight" in variables:
        taps["logits"] = linear(taps["pooled"], "classifier")
    return taps


def sentences(last, mask):
    total = (last * mask[:, :, None]).sum(1)
    return F.normalize(total / mask.sum(1, keepdim=True), dim=1)


def answer(given, options):
    tokens, mask = given.pop("tokens").long(), given.pop("mask").double()
    types = given.pop("tokenTypes", torch.zeros_like(tokens)).long()
    direction = given.pop("direction", None)
    if "model" in options:
        stored = read(options["model"])
        given = {name if name.startswith("bert.") else f"bert.{name}": value for name, value in stored.items()}
    floating = {name: value.double() for name, value in given.items() if value.is_floating_point()}
    variables = {name: value.requires_grad_(direction is not None) for name, value in floating.items()}
    taps = run(variables, tokens, mask, types, int(options["heads"]), float(options["epsilon"]))
    last = [tap for tap in taps if tap.startswith("hidden.")][-1]
    answers = taps | {"sentences": sentences(taps[last], mask)}
    if "only" in options:
        answers = {tap: value for tap, value in answers.items() if tap.startswith(tuple(options["only"].split(",")))}
    if direction is not None:
        gradients = torch.autograd.grad((taps["logits"] * direction).sum(), list(variables.values()))
        answers |= {f"gradient/{name}": value for name, value in zip(variables, gradients)}
    return {name: value.float() for name, value in answers.items()}


if __name__ == "__main__":
    main(answer)
