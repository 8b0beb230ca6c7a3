import numpy as np

EPS = 1e-12


class Valley:
    def __init__(self, hessian):
        hessian = np.asarray(hessian, dtype=float)
        assert hessian.ndim == 2 and hessian.shape[0] == hessian.shape[1]
        self.lams = np.linalg.eigvalsh((hessian + hessian.T) / 2)

    @property
    def steep(self):
        return self.lams.max()

    @property
    def flat(self):
        return self.lams.min()


def max_stable_lr(hessian):
    return 2 / (Valley(hessian).steep + EPS)


def condition_number(hessian):
    v = Valley(hessian)
    return v.steep / max(v.flat, EPS)


def best_lr(hessian):
    v = Valley(hessian)
    return 2 / (v.steep + v.flat + EPS)
