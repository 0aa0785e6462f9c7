"""TensorFlow: the whole step as one tf.function; batch-norm and optimizer updates as fused operations."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf  # noqa: E402 (after the log level)

from peer import read_tensors, rows, serve  # noqa: E402


def set_up(workload, folder, threads):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    student = load(read_tensors(folder, "student"))
    teacher = load(read_tensors(folder, "teacher")) if workload["teacher"] else None
    trained = [student[name] for name in workload["trained"]]
    update = make_optimizer(trained, workload["optimizer"])
    batches = [
        {name: tf.constant(values[index]) for name, values in read_tensors(folder, "batches").items()}
        for index in range(workload["batches"])
    ]

    @tf.function
    def train(batch):
        answers = {} if teacher is None else apply(workload["teacher"], teacher, batch, training=False)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(trained)
            taps = apply(workload["student"], student, batch, training=True)
            loss = tf.add_n(
                [term["weight"] * value(term, student, taps, answers, batch) for term in workload["terms"]]
            )
        update([tf.convert_to_tensor(gradient) for gradient in tape.gradient(loss, trained)])
        return loss

    return lambda index: float(train(batches[index % len(batches)]))


def make_optimizer(parameters, settings):
    rate = settings["rate"]
    slots = [tf.Variable(tf.zeros_like(parameter)) for parameter in parameters]
    if settings["kind"] == "sgd":

        def momentum(gradients):
            for parameter, slot, gradient in zip(parameters, slots, gradients):
                tf.raw_ops.ResourceApplyMomentum(
                    var=parameter.handle, accum=slot.handle, lr=rate, grad=gradient, momentum=settings["momentum"]
                )

        return momentum

    squares = [tf.Variable(tf.zeros_like(parameter)) for parameter in parameters]
    powers = tf.Variable([1.0, 1.0])
    betas = tf.constant([0.9, 0.999])

    def adam(gradients):
        beta1_power, beta2_power = tf.unstack(powers.assign(powers * betas))
        # The operation adds epsilon before the correction of the square, PyTorch after it.
        epsilon = 1e-8 * tf.sqrt(1 - beta2_power)
        for parameter, slot, square, gradient in zip(parameters, slots, squares, gradients):
            tf.raw_ops.ResourceApplyAdam(
                var=parameter.handle,
                m=slot.handle,
                v=square.handle,
                beta1_power=beta1_power,
                beta2_power=beta2_power,
                lr=rate,
                beta1=betas[0],
                beta2=betas[1],
                epsilon=epsilon,
                grad=gradient,
            )

    return adam


def load(arrays):
    return {name: tf.Variable(array) for name, array in arrays.items()}


def value(term, variables, taps, answers, batch):
    student = rows(taps[term["student"]], term)
    if term["loss"] == "hard":
        labels = rows(batch["label"], term)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, student))
    teacher = rows(answers[term["teacher"]], term)
    if term["loss"] == "kd":
        t = term["temperature"]
        soft, log_soft = tf.nn.softmax(teacher / t), tf.nn.log_softmax(teacher / t)
        divergence = soft * (log_soft - tf.nn.log_softmax(student / t))
        return tf.reduce_mean(tf.reduce_sum(divergence, -1)) * t * t
    kernel, bias = (variables[f"{term['projection']}/{name}"] for name in ("kernel", "bias"))
    return tf.reduce_mean(tf.math.squared_difference(student @ kernel + bias, flat(teacher)))


def flat(x):
    return tf.reshape(x, [x.shape[0], -1])


def apply(network, variables, batch, training):
    if network["kind"] == "bert":
        return bert(network, variables, batch["tokens"])
    return layers(network, variables, batch["image"], training)


def layers(network, variables, image, training):
    """A network given as layers."""
    outputs, taps = {network["input"]: image}, {}
    for node in network["nodes"]:
        own = {key: variables.get(f"{node['name']}/{key}") for key in ("kernel", "bias", "gamma", "beta")}
        inputs = [outputs[name] for name in node["inputs"]]
        moving = [variables.get(f"{node['name']}/{key}") for key in ("movingMean", "movingVariance")]
        y = layer(node["layer"], node["config"], inputs, own, moving, training)
        outputs[node["name"]] = y
        if node["tap"]:
            taps[node["tap"]] = y
    return taps


def layer(kind, config, inputs, own, moving, training):
    x = inputs[0]
    if kind == "conv":
        y = conv(x, own["kernel"], config)
        return y if own["bias"] is None else tf.nn.bias_add(y, own["bias"])
    if kind == "batch-norm":
        return batch_norm(x, own, moving, training)
    if kind == "activation" and config["function"] == "relu":
        return tf.nn.relu(x)
    if kind == "add":
        return inputs[0] + inputs[1]
    if kind == "max-pool":
        return tf.nn.max_pool2d(x, config["size"], config["size"], "VALID")
    if kind == "global-average-pool":
        return tf.reduce_mean(x, [1, 2])
    if kind == "flatten":
        return flat(x)
    if kind == "dense":
        return tf.nn.bias_add(x @ own["kernel"], own["bias"])
    raise ValueError(f"no layer {kind}")


def conv(x, kernel, config):
    """Pads by PyTorch's number of pixels. Stride 1 keeps the size, so there it is "SAME", which is faster."""
    stride, pad = config["strides"], config["padding"]
    if pad in ("valid", 0):
        return tf.nn.conv2d(x, kernel, stride, "VALID")
    if stride == 1 and kernel.shape[0] == kernel.shape[1] == 2 * pad + 1:
        return tf.nn.conv2d(x, kernel, 1, "SAME")
    return tf.nn.conv2d(tf.pad(x, [[0, 0], [pad, pad], [pad, pad], [0, 0]]), kernel, stride, "VALID")


def batch_norm(x, own, moving, training):
    y, mean, variance = tf.compat.v1.nn.fused_batch_norm(
        x,
        own["gamma"],
        own["beta"],
        *([None, None] if training else moving),
        epsilon=1e-5,
        is_training=training,
    )
    if training:
        for variable, now in zip(moving, (mean, variance)):
            variable.assign(0.9 * variable + 0.1 * now)
    return y


def bert(network, variables, tokens):
    """Hugging Face's BertForSequenceClassification, without dropout and padding."""

    def dense(name, x):
        # One product of two matrices: a batched one with a transposed weight is slower.
        weight = variables[f"{name}.weight"]
        y = tf.matmul(tf.reshape(x, [-1, x.shape[-1]]), weight, transpose_b=True)
        return tf.reshape(tf.nn.bias_add(y, variables[f"{name}.bias"]), [*x.shape[:-1], weight.shape[0]])

    def norm(name, x):
        mean, variance = tf.nn.moments(x, [-1], keepdims=True)
        weight, bias = variables[f"{name}.weight"], variables[f"{name}.bias"]
        return tf.nn.batch_normalization(x, mean, variance, bias, weight, 1e-12)

    batch, length = tokens.shape
    heads = network["heads"]

    def split(x):
        return tf.transpose(tf.reshape(x, [batch, length, heads, -1]), [0, 2, 1, 3])

    word = tf.gather(variables["bert.embeddings.word_embeddings.weight"], tokens)
    position = variables["bert.embeddings.position_embeddings.weight"][:length]
    kind = variables["bert.embeddings.token_type_embeddings.weight"][0]
    x = norm("bert.embeddings.LayerNorm", word + kind + position)
    for index in range(network["blocks"]):
        block = f"bert.encoder.layer.{index}"
        query, key, value = (split(dense(f"{block}.attention.self.{name}", x)) for name in ("query", "key", "value"))
        scores = tf.matmul(query, key, transpose_b=True) / tf.sqrt(float(query.shape[-1]))
        context = tf.reshape(tf.transpose(tf.nn.softmax(scores) @ value, [0, 2, 1, 3]), x.shape)
        x = norm(f"{block}.attention.output.LayerNorm", dense(f"{block}.attention.output.dense", context) + x)
        wide = tf.nn.gelu(dense(f"{block}.intermediate.dense", x))
        x = norm(f"{block}.output.LayerNorm", dense(f"{block}.output.dense", wide) + x)
    return {"logits": dense("classifier", tf.tanh(dense("bert.pooler.dense", x[:, 0])))}


if __name__ == "__main__":
    serve(set_up)
