def newton_step(theta, grad, hessian, damping=0.0):
    n = len(theta)
    rows = [[float(x) for x in row] + [float(g)] for row, g in zip(hessian, grad)]
    for i in range(n):
        rows[i][i] += damping
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            share = rows[r][i] / rows[i][i]
            rows[r] = [a - share * b for a, b in zip(rows[r], rows[i])]
    jump = [0.0] * n
    for i in reversed(range(n)):
        known = sum(rows[i][j] * jump[j] for j in range(i + 1, n))
        jump[i] = (rows[i][n] - known) / rows[i][i]
    return [float(t) - j for t, j in zip(theta, jump)]
