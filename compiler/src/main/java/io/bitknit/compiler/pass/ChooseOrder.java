// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.ConstantArray;
import io.bitknit.compiler.graph.Constants;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.SumBound;
import io.bitknit.compiler.graph.SumBounds;
import io.bitknit.compiler.graph.TensorType;
import io.bitknit.compiler.pass.OrderDecision.Order;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Chooses {@code A(XW)} or {@code (AX)W} for every layer: the order that is wanted, or that of fewer predicted cycles among
 * those that give the same integers.
 *
 * <p>The model stores rounded integers between the two sums, so {@code (AX)W} is the same only where that requantization
 * is exact: every multiplier {@code 2^shift}, exponent and bias 0, no sum outside the stored range. Where it is not, the
 * graph is unchanged and the decision says what forbids it. Cost: linear in terms.
 *
 * @param engine what the estimate is for; the ratio of the two orders hardly depends on it
 * @param orders what is wanted
 */
public record ChooseOrder(Engine engine, LayerOrders orders) implements Pass {
    /**
     * Size of the hardware that the estimate assumes.
     *
     * @param ports rows read per cycle by gather-sums
     * @param lanes features read per row and cycle
     * @param denseUnits rows read per cycle by products
     */
    public record Engine(int ports, int lanes, int denseUnits) {
        public static final Engine NOMINAL = new Engine(16, 16, 4);
    }

    @Override
    public String name() {
        return "choose-order";
    }

    @Override
    public Graph run(Graph graph) {
        Graph current = graph;
        List<LayerPattern> layers = LayerPattern.find(graph);
        for (OrderDecision decision : decide(graph)) {
            if (decision.chosen() == Order.AGGREGATE_FIRST) {
                current = aggregateFirst(current, layers.get(decision.layer()));
            }
        }
        return current;
    }

    /**
     * The decision for every layer, in order; the graph is one that {@code sparse-to-gather-sum} has seen.
     *
     * @throws UserException C-012 if the order that is wanted would change integers, C-013 if orders are wanted for another
     *     number of layers
     */
    public List<OrderDecision> decide(Graph graph) {
        List<OrderDecision> decisions = new ArrayList<>();
        OrderCost cost = new OrderCost(graph, engine);
        List<LayerPattern> layers = LayerPattern.find(graph);
        for (LayerPattern layer : layers) {
            long combineFirst = cost.combineFirst(layer);
            long aggregateFirst = cost.aggregateFirst(layer);
            Optional<String> forbidden = OrderLegality.forbidden(graph, layer);
            Optional<Order> wanted = orders.of(decisions.size(), layers.size());
            boolean faster = aggregateFirst < combineFirst && forbidden.isEmpty();
            boolean swap = wanted.map(order -> order == Order.AGGREGATE_FIRST).orElse(faster);
            if (swap && forbidden.isPresent()) {
                throw new UserException(
                        "C-012",
                        "--order",
                        "layer " + decisions.size() + " cannot be " + Order.AGGREGATE_FIRST.word() + ": "
                                + forbidden.get() + "; use " + Order.COMBINE_FIRST.word());
            }
            String reason = String.format(
                            "%s takes about %d cycles, %s about %d",
                            Order.COMBINE_FIRST.formula(),
                            combineFirst,
                            Order.AGGREGATE_FIRST.formula(),
                            aggregateFirst)
                    + forbidden
                            .map(why -> "; " + Order.AGGREGATE_FIRST.formula() + " is not possible: " + why)
                            .orElse("; both give the same integers")
                    + (swap == faster ? "" : "; the slower one was asked for");
            decisions.add(new OrderDecision(
                    decisions.size(),
                    swap ? Order.AGGREGATE_FIRST : Order.COMBINE_FIRST,
                    reason,
                    swap ? aggregateFirst : combineFirst,
                    swap ? combineFirst : aggregateFirst,
                    forbidden.isEmpty()));
        }
        return decisions;
    }

    /** Sums the input's rows, stores the sums exactly, multiplies them; the last requantization stays as it is. */
    private static Graph aggregateFirst(Graph graph, LayerPattern layer) {
        Op.MatMul combine = (Op.MatMul) layer.combine();
        Op.Requantize between = layer.between();
        TensorType input = graph.op(combine.input()).result();
        int nodes = input.rows();
        int features = input.features();
        TensorType.Sums sums = TensorType.Sums.unbounded(nodes, features);
        Op.GatherSum gather = new Op.GatherSum(
                layer.aggregate().name(), combine.input(), layer.aggregate().terms(), sums, combine.location());
        SumBound bound = SumBounds.of(graph, gather);
        byte[] bits = new byte[nodes];
        Arrays.fill(bits, (byte) (64 - Long.numberOfLeadingZeros(Math.max(1, bound.highest()))));
        int[] multipliers = new int[nodes];
        Arrays.fill(multipliers, 1 << between.shift());
        String prefix = between.name() + ".exact.";
        Constants constants = graph.constants()
                .with(prefix + "bits", new ConstantArray.Int8s(bits))
                .with(prefix + "exponents", new ConstantArray.Int8s(new byte[nodes]))
                .with(prefix + "multipliers", new ConstantArray.Int32s(multipliers))
                .with(prefix + "bias", new ConstantArray.Int64s(new long[features]));
        Op.Requantize exact = new Op.Requantize(
                between.name(),
                gather.name(),
                prefix + "bits",
                prefix + "exponents",
                prefix + "multipliers",
                prefix + "bias",
                between.shift(),
                between.label(),
                TensorType.Codes.of(features, false, bits, new byte[nodes]),
                between.location());
        TensorType.Sums products =
                TensorType.Sums.unbounded(nodes, combine.result().features());
        Op.MatMul product =
                new Op.MatMul(combine.name(), exact.name(), combine.weights(), products, combine.location());
        Op.Requantize last = layer.last();
        Op.Requantize newLast = new Op.Requantize(
                last.name(),
                product.name(),
                last.bits(),
                last.exponents(),
                last.multipliers(),
                last.bias(),
                last.shift(),
                last.label(),
                last.result(),
                last.location());
        List<Op> ops = new ArrayList<>();
        for (Op op : graph.ops()) {
            if (op.equals(last)) {
                ops.addAll(List.of(gather, exact, product, newLast));
            } else if (!op.equals(combine) && !op.equals(between) && !op.equals(layer.aggregate())) {
                ops.add(op);
            }
        }
        return new Graph(graph.name(), ops, constants);
    }
}
