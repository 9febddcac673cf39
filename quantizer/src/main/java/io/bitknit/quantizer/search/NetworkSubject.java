// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.QuantizedNetworkFile;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkForward;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.network.AwareNetwork;
import io.bitknit.quantizer.network.AwareSeeds;
import io.bitknit.quantizer.network.NetworkAccounting;
import io.bitknit.quantizer.network.NetworkPlan;
import io.bitknit.quantizer.network.NetworkQuantizer;
import io.bitknit.quantizer.network.NetworkWidths;
import io.bitknit.quantizer.network.Step;
import io.bitknit.quantizer.network.Term;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * GraphSAGE, GIN, GAT or AGNN. Its widths are, for each layer that has them, those of the weights, of the features
 * before and after its aggregation, and of the attention per edge; and of the input where it is not binary. Features go by in-degree where there is one graph.
 */
public final class NetworkSubject implements Subject {
    private static final double BITS_PER_KBIT = 1024;

    private final FloatNetwork network;
    private final List<Place> order;
    private final BitSpace space;
    private final double validationFloat;
    private final Map<Long, FloatNetwork> others = new ConcurrentHashMap<>();

    private enum Component {
        INPUT,
        WEIGHT,
        COMBINED,
        AGGREGATED,
        ATTENTION
    }

    /** One group of the space. */
    private record Place(int layer, Component component) {}

    public NetworkSubject(FloatNetwork network) {
        this.network = network;
        GraphInput graph = network.graph();
        InputQuantizer.Result input = InputQuantizer.quantize(graph, network.rowNormalised(), NetworkWidths.USUAL_BITS);
        order = places(NetworkPlan.of(network), input.input().bits() > 1);
        boolean byDegree = !(graph instanceof GraphSet);
        space = new BitSpace(order.stream()
                .map(place -> new BitSpace.Group(
                        network.layers().get(place.layer()).name() + "."
                                + place.component().name().toLowerCase(java.util.Locale.ROOT),
                        byDegree
                                && (place.component() == Component.COMBINED
                                        || place.component() == Component.AGGREGATED)))
                .toList());
        int[] classes = FloatForward.classes(NetworkForward.logits(network), graph.classes());
        validationFloat = FloatForward.accuracy(classes, graph.labels(), graph.validation());
    }

    private static List<Place> places(NetworkPlan plan, boolean input) {
        List<Place> found = new ArrayList<>();
        if (input) {
            found.add(new Place(0, Component.INPUT));
        }
        for (Step step : plan.steps()) {
            if (!(step instanceof Step.Sum sum)) {
                found.add(new Place(step.layer(), Component.ATTENTION));
                continue;
            }
            if (sum.terms().stream().anyMatch(term -> term instanceof Term.Product product && product.bits() == 0)) {
                found.add(new Place(step.layer(), Component.WEIGHT));
            }
            switch (sum.kind()) {
                case COMBINED -> found.add(new Place(step.layer(), Component.COMBINED));
                case AGGREGATED, GRAPHS -> found.add(new Place(step.layer(), Component.AGGREGATED));
                case LOGITS, SCORES -> {}
            }
        }
        return found.stream().distinct().toList();
    }

    @Override
    public String name() {
        return network.name();
    }

    @Override
    public GraphInput graph() {
        return network.graph();
    }

    @Override
    public String digest() {
        List<Integer> parts = new ArrayList<>();
        for (Step step : NetworkPlan.of(network).steps()) {
            if (step instanceof Step.Sum sum) {
                for (Term term : sum.terms()) {
                    parts.add(term instanceof Term.Product product ? Arrays.hashCode(product.weight()) : 0);
                }
            }
        }
        return "model=" + Integer.toHexString(parts.hashCode()) + "-" + graph().name() + " network="
                + network.architecture().text();
    }

    @Override
    public BitSpace space() {
        return space;
    }

    @Override
    public double validationFloat() {
        return validationFloat;
    }

    @Override
    public String unit(Objective objective) {
        return objective == Objective.MEMORY ? "Kbit of stored integers" : objective.unit();
    }

    @Override
    public void require(Objective objective) {
        String kind = network.architecture().text();
        if (objective == Objective.CYCLES || objective == Objective.AREA) {
            throw new UserException(
                    "Q-032",
                    "--objective",
                    "there is no accelerator for " + kind + " yet that could have cycles or an area; use memory"
                            + (NetworkAccounting.counts(network.architecture()) ? " or sgquant" : ""));
        }
        if (objective == Objective.SGQUANT && !NetworkAccounting.counts(network.architecture())) {
            throw new UserException(
                    "Q-032", "--objective", "SGQuant's counting is not defined for " + kind + "; use memory");
        }
    }

    @Override
    public Trained train(int[] widths, int epochs, long seed, boolean given) {
        FloatNetwork source = given ? network : others.computeIfAbsent(seed, other -> AwareSeeds.like(network, other));
        AwareNetwork.Options options = AwareNetwork.Options.of(
                        AwareNetwork.Method.SGQUANT, widths(widths), graph() instanceof GraphSet, seed)
                .withEpochs(epochs);
        AwareNetwork.Result result = AwareNetwork.quantize(source, options, (pass, validation) -> {});
        return new Result(result.chosen(), result.validationLate());
    }

    private NetworkWidths widths(int[] chosen) {
        int layers = network.layers().size();
        // A layer without a component never asks for its width.
        List<Integer> weights = new ArrayList<>(Collections.nCopies(layers, NetworkWidths.USUAL_BITS));
        List<Integer> attention = new ArrayList<>(weights);
        List<DegreeBuckets> combined = new ArrayList<>(NetworkWidths.undivided(weights));
        List<DegreeBuckets> aggregated = new ArrayList<>(combined);
        int inputBits = NetworkWidths.USUAL_BITS;
        for (int g = 0; g < order.size(); g++) {
            int layer = order.get(g).layer();
            switch (order.get(g).component()) {
                case INPUT -> inputBits = space.width(chosen, g);
                case WEIGHT -> weights.set(layer, space.width(chosen, g));
                case ATTENTION -> attention.set(layer, space.width(chosen, g));
                case COMBINED -> combined.set(layer, space.buckets(chosen, g));
                case AGGREGATED -> aggregated.set(layer, space.buckets(chosen, g));
            }
        }
        return new NetworkWidths(
                inputBits,
                weights,
                combined,
                aggregated,
                attention,
                NetworkWidths.USUAL_BITS,
                NetworkWidths.USUAL_BITS,
                NetworkWidths.ROW_EXPONENTS);
    }

    private record Result(NetworkQuantizer.Result run, double validationLate) implements Trained {
        @Override
        public double validationFloat() {
            return run.validationFloat();
        }

        @Override
        public double testFloat() {
            return run.testFloat();
        }

        @Override
        public double validation() {
            return run.validation();
        }

        @Override
        public double test() {
            return run.test();
        }

        @Override
        public double bitsInput() {
            return run.bits().inputBits();
        }

        @Override
        public double bitsHidden() {
            return run.bits().hiddenBits();
        }

        @Override
        public double bitsAll() {
            return run.bits().allBits();
        }

        @Override
        public OptionalDouble bitsHiddenA2q() {
            return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble savingSgquant() {
            return NetworkAccounting.saving(run.network());
        }

        @Override
        public Optional<HardwareCost.Measure> hardware() {
            return Optional.empty();
        }

        @Override
        public double cost(Objective objective, Optional<HardwareCost.Measure> measure) {
            return objective == Objective.SGQUANT
                    ? NetworkAccounting.bits(run.network()).orElseThrow()
                    : run.bits().memoryAfterBits() / BITS_PER_KBIT;
        }

        @Override
        public void write(Path folder) {
            QuantizedNetworkFile.write(run.network(), folder);
        }
    }
}
