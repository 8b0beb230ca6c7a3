"""Hessians of the suites' toolkit have the curvatures that were asked for, and none along a coordinate."""

import numpy as np
import pytest

from grader.execution.session import NO_ARRAYS
from grader.suites.toolkit.hessians import axes, matrix_kinds, with_curvatures


@pytest.mark.parametrize("curvatures", [(3.0,), (0.5, 4.0), (7.0, -2.0, 0.25), (5.0, 2.0, 1.0, 0.5, -3.0)])
@pytest.mark.parametrize("seed", range(5))
def test_a_hessian_has_its_curvatures_and_is_symmetric(curvatures, seed):
    hessian = with_curvatures(np.random.default_rng(seed), curvatures)
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), sorted(curvatures), rtol=1e-12, atol=1e-13)
    assert (hessian == hessian.T).all()


@pytest.mark.parametrize("seed", range(20))
def test_no_direction_is_a_coordinate(seed):
    for count in (2, 3, 4):
        assert np.abs(axes(np.random.default_rng(seed), count)).max() < 0.97


def test_a_matrix_keeps_its_numbers_in_every_kind():
    hessian = with_curvatures(np.random.default_rng(0), (0.5, 4.0))
    for name, turn in matrix_kinds():
        turned = np.asarray(turn(hessian))
        np.testing.assert_allclose(turned, hessian[: len(turned), : len(turned)], rtol=1e-6, err_msg=name)
        beside = np.asarray(turn(hessian[0]))
        np.testing.assert_allclose(beside, hessian[0, : len(turned)], rtol=1e-6, err_msg=name)


def test_kinds_without_arrays_are_only_offered():
    for name, turn in matrix_kinds():
        assert isinstance(turn(np.eye(2)), np.ndarray) or name in NO_ARRAYS
