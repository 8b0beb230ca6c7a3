from numpy import asarray, linalg, real, vstack


def classify_stationary(hessian, tol=1e-6):
    lam = sorted(real(linalg.eigvals(asarray(hessian, dtype=float))))
    up, down = lam[-1] > tol, lam[0] < -tol
    return {
        (True, True): "saddle",
        (True, False): "minimum" if lam[0] > tol else "flat",
        (False, True): "maximum" if lam[-1] < -tol else "flat",
        (False, False): "flat",
    }[bool(up), bool(down)]


def noisy_descent(grad_fn, theta0, lr, noise):
    here = asarray(theta0, dtype=float)
    rows = [here]
    for extra in noise:
        felt = asarray(grad_fn(here), dtype=float) + asarray(extra, dtype=float)
        here = here - lr * felt
        rows.append(here)
    return rows
