#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Milliseconds per epoch, in Python's torch, of the two programs that `bitknit train` and `bitknit quantize` run: a GCN
of two layers with 16 hidden features, one thread.

float     sparse inputs with dropout, cross entropy, Adam, one validation pass per epoch; single precision
integers  the same network by its integers, with learned scales: weights and features of 4 bits, scores of 8, straight
          through gradients, loss against the probabilities of a teacher on all nodes; double precision, which sums
          integers exactly

usage: gcn_epoch.py FOLDER           both, once
       gcn_epoch.py FOLDER --asked   first the version of torch; then for each line "PROGRAM EPOCHS" of the input the
                                     wall-clock and the processor milliseconds per epoch
"""
import gzip
import sys
import time
import warnings
from pathlib import Path

try:
    warnings.simplefilter("ignore")
    import torch
except ImportError:
    sys.exit("torch is not installed; nothing to compare with")

HIDDEN = 16
WEIGHT_BITS = 4
FEATURE_BITS = 4
SCORE_BITS = 8
SHIFT = 16


class Graph:
    def __init__(self, folder):
        edges = []
        with gzip.open(folder / "adjacency.txt.gz", "rt") as lines:
            for v, line in enumerate(lines):
                for u in map(int, line.split()):
                    edges += [(v, u), (u, v)]
                edges.append((v, v))
        with gzip.open(folder / "features.mtx.gz", "rt") as lines:
            rows = [line.split() for line in lines if not line.startswith("%")]
        self.nodes, self.features = int(rows[0][0]), int(rows[0][1])
        self.places = torch.tensor([[int(r[0]) - 1, int(r[1]) - 1] for r in rows[1:]]).t()
        self.edges = torch.tensor(sorted(edges)).t()
        self.degree = torch.bincount(self.edges[1], minlength=self.nodes)
        with gzip.open(folder / "labels.txt.gz", "rt") as lines:
            self.labels = torch.tensor([int(line) for line in lines])
        self.classes = int(self.labels.max()) + 1
        self.train, self.validation = torch.arange(140), torch.arange(140, 640)

    def terms(self, values):
        return torch.sparse_coo_tensor(self.edges, values, (self.nodes, self.nodes)).coalesce()

    def inputs(self, values):
        # Their places are in order: nothing to sort when values change.
        return torch.sparse_coo_tensor(self.places, values, (self.nodes, self.features))._coalesced_(True)

    def accuracy(self, scores):
        return (scores.argmax(1)[self.validation] == self.labels[self.validation]).double().mean()


def glorot(rows, columns, kind):
    return torch.nn.init.xavier_uniform_(torch.empty(rows, columns, dtype=kind)).requires_grad_()


class Float:
    def __init__(self, graph):
        self.graph = graph
        norm = (graph.degree[graph.edges[0]] * graph.degree[graph.edges[1]]).float().rsqrt()
        self.adjacency = graph.terms(norm)
        entries = torch.bincount(graph.places[0], minlength=graph.nodes).float()
        self.values = 1 / entries[graph.places[0]]
        self.x = graph.inputs(self.values)
        self.w1, self.w2 = glorot(graph.features, HIDDEN, torch.float), glorot(HIDDEN, graph.classes, torch.float)
        self.b1 = torch.zeros(HIDDEN, requires_grad=True)
        self.b2 = torch.zeros(graph.classes, requires_grad=True)
        self.adam = torch.optim.Adam(
            [{"params": [self.w1, self.b1], "weight_decay": 5e-4}, {"params": [self.w2, self.b2]}], lr=0.01)

    def forward(self, inputs, dropout):
        hidden = torch.relu(self.adjacency.mm(inputs.mm(self.w1)) + self.b1)
        return self.adjacency.mm(torch.nn.functional.dropout(hidden, 0.5, dropout).mm(self.w2)) + self.b2

    def epoch(self):
        graph = self.graph
        self.adam.zero_grad()
        dropped = graph.inputs(torch.nn.functional.dropout(self.values, 0.5))
        scores = self.forward(dropped, True)[graph.train]
        torch.nn.functional.cross_entropy(scores, graph.labels[graph.train]).backward()
        self.adam.step()
        with torch.no_grad():
            return graph.accuracy(self.forward(self.x, False))


class Integers:
    def __init__(self, graph):
        self.graph = graph
        kind = torch.double
        self.codes = graph.inputs(torch.ones(graph.places.shape[1], dtype=kind))
        self.terms = graph.terms(torch.ones(graph.edges.shape[1], dtype=kind))
        norm = graph.degree.double().rsqrt().unsqueeze(1)
        entries = torch.bincount(graph.places[0], minlength=graph.nodes).double().clamp(min=1).unsqueeze(1)
        self.factors = [norm / entries, norm, norm, norm]
        self.weights = [glorot(graph.features, HIDDEN, kind), glorot(HIDDEN, graph.classes, kind)]
        self.biases = [torch.zeros(n, dtype=kind, requires_grad=True) for n in (HIDDEN, graph.classes)]
        # Base-2 logarithms of the scales: per layer of weights, combined and aggregated features.
        self.scales = [torch.full((1, 1), s, dtype=kind, requires_grad=True) for s in (-5.0, -8.0, -6.0, -3.0, -4.0, -6.0)]
        self.adam = torch.optim.Adam(self.weights + self.biases + self.scales, lr=0.01)
        self.teacher = torch.softmax(torch.randn(graph.nodes, graph.classes, dtype=kind), 1)

    @staticmethod
    def standing_for(real, integers):
        return integers.detach() + (real - real.detach())

    def stored(self, sums, real, ratio, factor, bias, bits, signed):
        low = -(2 ** (bits - 1)) if signed else 0
        high = 2 ** (bits - 1) - 1 if signed else 2 ** bits - 1
        with torch.no_grad():
            multiplier = torch.floor(factor * ratio * 2 ** SHIFT + 0.5)
            offset = torch.floor(bias * 2 ** SHIFT + 0.5)
            q = torch.floor((sums * multiplier + offset) / 2 ** SHIFT + 0.5).clamp(low, high)
        return self.standing_for(real.clamp(low, high), q)

    def epoch(self):
        graph = self.graph
        x = None
        for layer in range(2):
            weight, combined, aggregated = (s.exp2() for s in self.scales[3 * layer:3 * layer + 3])
            real = (self.weights[layer] / weight).clamp(-(2 ** (WEIGHT_BITS - 1)), 2 ** (WEIGHT_BITS - 1) - 1)
            w = self.standing_for(real, torch.floor(real + 0.5))
            sums = self.codes.mm(w) if x is None else x.mm(w)
            ratio = weight / combined if x is None else weight * before / combined
            factor = self.factors[2 * layer]
            x = self.stored(sums, sums * factor * ratio, ratio, factor, torch.zeros(1), FEATURE_BITS, True)
            sums = self.terms.mm(x)
            ratio = combined / aggregated
            bias = self.biases[layer] / aggregated
            factor = self.factors[2 * layer + 1]
            bits = FEATURE_BITS if layer == 0 else SCORE_BITS
            x = self.stored(sums, sums * factor * ratio + bias, ratio, factor, bias, bits, layer == 1)
            before = aggregated
        scores = x * before
        loss = -(self.teacher * torch.log_softmax(scores, 1)).sum() / graph.nodes
        # The forward pass is that of the exported model: it is judged before the step.
        accuracy = graph.accuracy(scores.detach())
        self.adam.zero_grad()
        loss.backward()
        self.adam.step()
        return accuracy


def run(program, epochs):
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(epochs):
        program.epoch()
    return (time.perf_counter() - wall) * 1e3 / epochs, (time.process_time() - processor) * 1e3 / epochs


def main():
    torch.set_num_threads(1)
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--asked"]):
        sys.exit(__doc__)
    graph = Graph(Path(sys.argv[1]))
    programs = {"float": Float(graph), "integers": Integers(graph)}
    if sys.argv[2:]:
        print(torch.__version__, flush=True)
        for line in sys.stdin:
            name, epochs = line.split()
            print("%.4f %.4f" % run(programs[name], int(epochs)), flush=True)
        return
    for name, program in programs.items():
        run(program, 20)
        print("%s: %.2f ms per epoch, %.2f ms of processor time" % (name, *run(program, 200)), end="")
        print(f", torch {torch.__version__}, one thread")


if __name__ == "__main__":
    main()
