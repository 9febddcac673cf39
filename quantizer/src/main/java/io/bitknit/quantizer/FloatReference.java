// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;

final class FloatReference {
    static Adjacency withSelfLoops(Adjacency a) {
        int n = a.nodes();
        int[] start = new int[n + 1];
        int[] src = new int[a.terms() + n];
        int k = 0;
        for (int v = 0; v < n; v++) {
            boolean put = false;
            for (int i = a.rowStart()[v]; i < a.rowStart()[v + 1]; i++) {
                int u = a.source()[i];
                if (u == v) {
                    continue;
                }
                if (u > v && !put) {
                    src[k++] = v;
                    put = true;
                }
                src[k++] = u;
            }
            if (!put) {
                src[k++] = v;
            }
            start[v + 1] = k;
        }
        return new Adjacency(n, start, java.util.Arrays.copyOf(src, k));
    }

    static double[] scores(FloatModel m, Adjacency a) {
        GraphData g = m.graph();
        int n = g.nodes();
        double[] h = null;
        for (FloatLayer layer : m.layers()) {
            int F = layer.outputs();
            double[] p = new double[n * F];
            for (int v = 0; v < n; v++) {
                double norm = 1 / Math.sqrt(a.degree(v));
                if (h == null) {
                    double sum = 0;
                    for (int i = g.featureRowStart()[v]; i < g.featureRowStart()[v + 1]; i++) {
                        sum += g.featureValue()[i];
                    }
                    for (int i = g.featureRowStart()[v]; i < g.featureRowStart()[v + 1]; i++) {
                        double x = g.featureValue()[i] / (m.rowNormalised() && sum > 0 ? sum : 1);
                        for (int f = 0; f < F; f++) {
                            p[v * F + f] += x * norm * layer.weight()[g.featureColumn()[i] * F + f];
                        }
                    }
                } else {
                    for (int i = 0; i < layer.inputs(); i++) {
                        for (int f = 0; f < F; f++) {
                            p[v * F + f] += h[v * layer.inputs() + i] * norm * layer.weight()[i * F + f];
                        }
                    }
                }
            }
            h = new double[n * F];
            for (int v = 0; v < n; v++) {
                for (int f = 0; f < F; f++) {
                    double s = 0;
                    for (int i = a.rowStart()[v]; i < a.rowStart()[v + 1]; i++) {
                        s += p[a.source()[i] * F + f];
                    }
                    s = s / Math.sqrt(a.degree(v)) + layer.bias()[f];
                    h[v * F + f] = layer.activation() == Activation.RELU ? Math.max(0, s) : s;
                }
            }
        }
        return h;
    }

    static int[] classes(FloatModel m, Adjacency a) {
        double[] s = scores(m, a);
        int n = a.nodes();
        int c = m.layers().get(m.layers().size() - 1).outputs();
        int[] best = new int[n];
        for (int v = 0; v < n; v++) {
            for (int j = 1; j < c; j++) {
                if (s[v * c + j] > s[v * c + best[v]]) {
                    best[v] = j;
                }
            }
        }
        return best;
    }
}
