"""The learning rate: how far a slope can be trusted

A slope is true at one place only. Walk along it, and the ground bends away:
how soon, the curvature tells. Where a loss bends with curvature λ, one step of
gradient descent multiplies the distance from the bottom by 1 − lr·λ. A small
lr creeps, 1/λ lands in the bottom, 2/λ throws you as far out on the other
side. Anything beyond that is farther out with every step.

A loss of many parameters has one curvature for each direction, and a single
learning rate has to serve them all. The steepest direction sets the limit, the
flattest one keeps you waiting. How long you wait depends on how unequal the
two are.

What holds in this file:

- `hessian` is the matrix of second derivatives of the loss, symmetric, of
  shape (n, n) with n from 1. Its **curvatures are its eigenvalues λ**, and here
  all of them are above zero. For ½·θᵀHθ the Hessian is H.
- The curvatures belong to the valley and not to its map. The steep direction
  may lie across the axes, where no entry of the matrix shows it.
- It may come as an array or a list of rows, integers too. Leave it as it was.
- Every function returns one number, for plain gradient descent: no momentum,
  no schedule.
- Not tested: curvatures that are zero or negative, matrices that are not
  symmetric.
"""

import numpy as np


def max_stable_lr(hessian) -> float:
    """Return the learning rate at the edge: below it every direction shrinks.

        2 / λmax

    By hand: `max_stable_lr([[5, 3], [3, 5]])` is `0.25`. The curvatures are 8
    and 2, on the two diagonals of the map. Which of them set the edge, and
    what would the other have allowed?
    """
    raise NotImplementedError


def condition_number(hessian) -> float:
    """Return how many times as steeply the loss bends at most as at least.

        λmax / λmin

    By hand: `condition_number([[5, 3], [3, 5]])` is `4.0`. What is it when
    the whole loss is measured in units a thousand times smaller?
    """
    raise NotImplementedError


def best_lr(hessian) -> float:
    """Return the one learning rate whose slowest direction shrinks fastest.

        2 / (λmax + λmin)

    By hand: `best_lr([[5, 3], [3, 5]])` is `0.2`. One step leaves 1 − 0.2·2 =
    0.6 of the flat direction, and 1 − 0.2·8 = −0.6 of the steep one. Why does
    the best rate leave the same share of both?
    """
    raise NotImplementedError
