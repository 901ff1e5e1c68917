"""Peers: what a researcher would write instead (numpy dense, scipy CSR, torch dense).

usage: peer.py BACKEND WIDTH DEPTH ALPHA POINTS NETS [SIGMA [SEED [ENDS]]]
BACKEND is numpy, scipy, torch or torch-csr. ENDS is a JSON file with the two ends of the line, [[...], [...]]; without it they are random.
Prints JSON: seconds (wall and processor), mean length ratio per layer (post-activation) and mean of its square,
sparse-Gaussian, sigma/sqrt(k) scaling, no bias.
"""
import json, sys, time
import numpy as np
backend, k, d, alpha, T, N = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6])
sigma = float(sys.argv[7]) if len(sys.argv) > 7 else 2.0
rng = np.random.Generator(np.random.SFC64(1))
x0, x1 = rng.random(k, dtype=np.float32), rng.random(k, dtype=np.float32)
seed = int(sys.argv[8]) if len(sys.argv) > 8 else 1
if len(sys.argv) > 8: rng = np.random.Generator(np.random.SFC64(seed))
if len(sys.argv) > 9: x0, x1 = np.array(json.load(open(sys.argv[9])), dtype=np.float32)
t = np.linspace(0, 1, T, dtype=np.float32)
X = np.outer(x0, 1 - t) + np.outer(x1, t)
def length(Z): return float(np.sqrt((np.diff(Z, axis=1).astype(np.float64) ** 2).sum(0)).sum())
L0 = length(X); acc = np.zeros(d); squares = np.zeros(d); s = sigma / np.sqrt(k)
def add(l, x): acc[l] += x / L0; squares[l] += (x / L0) ** 2
start, cpu = time.perf_counter(), time.process_time()
if backend == 'numpy':
    for _ in range(N):
        Z = X
        for l in range(d):
            W = rng.standard_normal((k, k), dtype=np.float32); W *= s
            if alpha < 1: W *= rng.random((k, k), dtype=np.float32) < alpha
            Z = np.maximum(W @ Z, 0); add(l, length(Z))
elif backend == 'scipy':
    import scipy.sparse as sp
    for _ in range(N):
        Z = X
        for l in range(d):
            nnz_row = rng.binomial(k, alpha, k); ip = np.concatenate([[0], np.cumsum(nnz_row)]); nnz = ip[-1]
            # mask by per-row sampling with a boolean matrix (simple, what people write)
            M = rng.random((k, k), dtype=np.float32) < alpha
            r, c = np.nonzero(M)
            W = sp.csr_matrix((rng.standard_normal(len(c), dtype=np.float32) * s, (r, c)), shape=(k, k))
            Z = np.maximum(W @ Z, 0); add(l, length(Z))
elif backend in ('torch', 'torch-csr'):
    import torch
    torch.manual_seed(seed); torch.set_num_threads(2); Xt = torch.from_numpy(X)
    with torch.no_grad():
        for _ in range(N):
            Z = Xt
            for l in range(d):
                W = torch.randn(k, k) * s
                if alpha < 1: W *= (torch.rand(k, k) < alpha)
                if backend == 'torch-csr': W = W.to_sparse_csr()
                Z = torch.relu(W @ Z); add(l, (Z[:, 1:] - Z[:, :-1]).norm(dim=0).double().sum().item())
el, cpu = time.perf_counter() - start, time.process_time() - cpu
def digits(x): return [float(f'{v:.9g}') for v in x / N]
print(json.dumps(dict(backend=backend, width=k, depth=d, alpha=alpha, points=T, nets=N, seconds=round(el, 6), cpu=round(cpu, 6), ms_per_layer=round(1e3 * el / N / d, 3), growth=digits(acc), squares=digits(squares))))
