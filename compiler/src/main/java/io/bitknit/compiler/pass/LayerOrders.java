// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.pass.OrderDecision.Order;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In which order the layers of a model shall combine and aggregate.
 *
 * @param wanted one per layer; none for the order of fewer cycles, layer by layer
 */
public record LayerOrders(List<Order> wanted) {
    public static final LayerOrders FASTEST = new LayerOrders(List.of());

    public LayerOrders {
        wanted = List.copyOf(wanted);
    }

    /** Reads {@link #text}. */
    public static LayerOrders parse(String text) {
        List<Order> orders = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            orders.add(Arrays.stream(Order.values())
                    .filter(order -> order.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new UserException(
                            "U-001",
                            "--order",
                            "'" + word
                                    + "' is no order of a layer; use combine-first or aggregate-first, one per layer,"
                                    + " with commas between")));
        }
        return new LayerOrders(orders);
    }

    /** Words with commas between, as {@code compile --order} takes them; empty if nothing is wanted. */
    public String text() {
        return wanted.stream().map(Order::word).collect(Collectors.joining(","));
    }

    /**
     * What is wanted of a layer.
     *
     * @param layer from 0
     * @param layers of the model
     * @throws UserException C-013 if orders are wanted for another number of layers
     */
    Optional<Order> of(int layer, int layers) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (wanted.size() != layers) {
            throw new UserException(
                    "C-013",
                    "--order",
                    "there are " + wanted.size() + " orders, the model has " + layers + " layers; give one per layer");
        }
        return Optional.of(wanted.get(layer));
    }

    /** All that give the same integers, if there is more than one; else only the one that is chosen anyway. */
    public static List<LayerOrders> possible(List<OrderDecision> decisions) {
        if (decisions.stream().noneMatch(OrderDecision::legal)) {
            return List.of(FASTEST);
        }
        List<List<Order>> all = List.of(List.of());
        for (OrderDecision decision : decisions) {
            List<List<Order>> longer = new ArrayList<>();
            for (List<Order> orders : all) {
                for (Order next : Order.values()) {
                    if (next == Order.COMBINE_FIRST || decision.legal()) {
                        List<Order> extended = new ArrayList<>(orders);
                        extended.add(next);
                        longer.add(extended);
                    }
                }
            }
            all = longer;
        }
        return all.stream().map(LayerOrders::new).toList();
    }
}
