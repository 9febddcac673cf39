#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Milliseconds per epoch of the program that `bitknit train` runs, in Python's torch: a GCN of two layers with 16
hidden features, sparse inputs with dropout, Adam, one validation pass per epoch.

usage: gcn_epoch.py [../shared/data/cora]
"""
import gzip
import sys
import time
from pathlib import Path

try:
    import torch
except ImportError:
    sys.exit("torch is not installed; nothing to compare with")


def load(folder):
    edges = []
    with gzip.open(folder / "adjacency.txt.gz", "rt") as lines:
        for v, line in enumerate(lines):
            for u in map(int, line.split()):
                edges += [(v, u), (u, v)]
            edges.append((v, v))
    with gzip.open(folder / "features.mtx.gz", "rt") as lines:
        rows = [line.split() for line in lines if not line.startswith("%")]
    nodes, features = int(rows[0][0]), int(rows[0][1])
    places = torch.tensor([[int(r[0]) - 1, int(r[1]) - 1] for r in rows[1:]]).t()
    with gzip.open(folder / "labels.txt.gz", "rt") as lines:
        labels = torch.tensor([int(line) for line in lines])
    return nodes, features, torch.tensor(sorted(edges)).t(), places, labels


def main():
    torch.set_num_threads(1)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/cora")
    nodes, features, edges, places, labels = load(folder)
    degree = torch.bincount(edges[1], minlength=nodes).float()
    norm = (degree[edges[0]] * degree[edges[1]]).rsqrt()
    adjacency = torch.sparse_coo_tensor(edges, norm, (nodes, nodes)).coalesce()
    values = 1 / torch.bincount(places[0], minlength=nodes).float()[places[0]]
    x = torch.sparse_coo_tensor(places, values, (nodes, features)).coalesce()
    classes = int(labels.max()) + 1
    train, validation = torch.arange(140), torch.arange(140, 640)
    w1 = torch.nn.init.xavier_uniform_(torch.empty(features, 16)).requires_grad_()
    w2 = torch.nn.init.xavier_uniform_(torch.empty(16, classes)).requires_grad_()
    b1, b2 = torch.zeros(16, requires_grad=True), torch.zeros(classes, requires_grad=True)
    adam = torch.optim.Adam([{"params": [w1, b1], "weight_decay": 5e-4}, {"params": [w2, b2]}], lr=0.01)

    def forward(inputs, dropout):
        hidden = torch.relu(adjacency.mm(inputs.mm(w1)) + b1)
        return adjacency.mm(torch.nn.functional.dropout(hidden, 0.5, dropout).mm(w2)) + b2

    def epoch():
        adam.zero_grad()
        dropped = torch.sparse_coo_tensor(
            x.indices(), torch.nn.functional.dropout(x.values(), 0.5), x.shape, is_coalesced=True)
        torch.nn.functional.cross_entropy(forward(dropped, True)[train], labels[train]).backward()
        adam.step()
        with torch.no_grad():
            return (forward(x, False).argmax(1)[validation] == labels[validation]).float().mean()

    for _ in range(20):
        epoch()
    start = time.perf_counter()
    for _ in range(200):
        epoch()
    print(f"{(time.perf_counter() - start) * 5:.2f} ms per epoch, torch {torch.__version__}, one thread")


if __name__ == "__main__":
    main()
