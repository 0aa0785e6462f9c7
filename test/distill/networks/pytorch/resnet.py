"""
The CIFAR residual network in PyTorch on the variables of ours: kernels are [height, width, inputs, filters], images
[batch, height, width, channels]. Answers every tap in evaluation and in training, and the moving statistics after
one training pass, written as ours are. Computed in float64.
"""

import torch
import torch.nn.functional as F

from tensors import main


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def run(variables, image, training):
    def norm(x, name):
        return F.batch_norm(
            x,
            variables[f"{name}/movingMean"],
            variables[f"{name}/movingVariance"],
            variables[f"{name}/gamma"],
            variables[f"{name}/beta"],
            training=training,
        )

    def conv(x, name, stride, padding):
        return F.conv2d(x, variables[f"{name}/kernel"].permute(3, 2, 0, 1), stride=stride, padding=padding)

    taps = {}
    x = F.relu(norm(conv(nchw(image), "stem.conv", 1, 1), "stem.norm"))
    taps["stem"] = nhwc(x)
    for stage in (1, 2, 3):
        block = 1
        while f"stage.{stage}.block.{block}.conv-a/kernel" in variables:
            name = f"stage.{stage}.block.{block}"
            stride = 2 if stage > 1 and block == 1 else 1
            y = F.relu(norm(conv(x, f"{name}.conv-a", stride, 1), f"{name}.norm-a"))
            y = norm(conv(y, f"{name}.conv-b", 1, 1), f"{name}.norm-b")
            if f"{name}.conv-shortcut/kernel" in variables:
                x = norm(conv(x, f"{name}.conv-shortcut", stride, 0), f"{name}.norm-shortcut")
            taps[f"stage.{stage}.pre-relu"] = nhwc(x + y)
            x = F.relu(x + y)
            block += 1
        taps[f"stage.{stage}"] = nhwc(x)
    taps["pooled"] = x.mean(dim=(2, 3))
    taps["logits"] = taps["pooled"] @ variables["logits/kernel"] + variables["logits/bias"]
    return taps


def answer(given, _options):
    given = {name: value.double() for name, value in given.items()}
    image = given.pop("image")
    with torch.no_grad():
        answers = {f"evaluation/{tap}": value for tap, value in run(given, image, False).items()}
        # Moves the statistics in place.
        answers |= {f"training/{tap}": value for tap, value in run(given, image, True).items()}
    answers |= {f"moved/{name}": value for name, value in given.items() if "/moving" in name}
    return {name: value.float() for name, value in answers.items()}


if __name__ == "__main__":
    main(answer)
