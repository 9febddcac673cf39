// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import io.bitknit.compiler.RandomModels;
import io.bitknit.compiler.frontend.GcnFrontEnd;
import io.bitknit.compiler.pass.Pass;
import io.bitknit.compiler.pass.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Graphs of every stage of the lowering, with names, labels and places of every kind. */
final class RandomGraphs {
    private static final String[] TEXTS = {
        "",
        "karate",
        "a \"quoted\" name",
        "back\\slash",
        "two\nlines",
        "caf\u00e9 \u2603",
        "%x = score @y // endmodule",
        "\\u0041"
    };

    private RandomGraphs() {}

    static Graph graph(long seed) {
        Random random = new Random(seed);
        Graph graph = GcnFrontEnd.graph(RandomModels.model(seed));
        for (Pass pass : Pipelines.DEFAULT.subList(0, random.nextInt(Pipelines.DEFAULT.size() + 1))) {
            graph = pass.run(graph);
        }
        List<Op> ops = new ArrayList<>();
        for (Op op : graph.ops()) {
            ops.add(
                    op instanceof Op.Requantize r
                            ? new Op.Requantize(
                                    r.name(),
                                    r.input(),
                                    r.bits(),
                                    r.exponents(),
                                    r.multipliers(),
                                    r.bias(),
                                    r.shift(),
                                    text(random),
                                    r.result(),
                                    new Location("a.json", random.nextBoolean() ? "" : "/a b/" + text(random)))
                            : op);
        }
        return new Graph(text(random), ops, graph.constants());
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
