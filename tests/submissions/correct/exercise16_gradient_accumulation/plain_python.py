def _plain(x):
    if hasattr(x, "tolist"):
        x = x.tolist()
    return [_plain(one) for one in x] if isinstance(x, (list, tuple)) else x


def _mix(grads, counts):
    if isinstance(grads[0], list):
        return [_mix(list(parts), counts) for parts in zip(*grads)]
    return sum(g * n for g, n in zip(grads, counts)) / sum(counts)


def accumulated_gradient(micro_grads, micro_counts):
    return _mix(_plain(list(micro_grads)), _plain(micro_counts))


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    path = [[float(x) for x in theta0]]
    i = 0
    while i < len(batches):
        group = batches[i : i + every]
        here = path[-1]
        g = accumulated_gradient([list(grad_fn(here, b)) for b in group], [len(b) for b in group])
        path.append([x - lr * s for x, s in zip(here, g)])
        i += every
    return path
