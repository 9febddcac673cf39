// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from the names of tensors which layers a PyTorch Geometric model has. */
final class PygLayers {
    /** {@code conv1.lin.weight}, or {@code convs.0.lin.weight} of a list of layers. */
    private static final Pattern CONVOLUTION = Pattern.compile("(?:conv|convs\\.)(\\d{1,4})\\.(lin\\.weight|bias)");
    /** The layer's name is what precedes the part that belongs to the kind of layer. */
    private static final Pattern LAYER =
            Pattern.compile("((?:conv|convs\\.)\\d{1,4}|[^.]*)(?:\\.(.*))?", Pattern.DOTALL);

    /** A kind of layer that is not supported, told by a part of a tensor's name. */
    private enum Kind {
        ATTENTION("att(_src|_dst|_edge|)|lin_src\\..*|lin_dst\\..*", "GATConv (graph attention)"),
        SAGE("lin_[lr]\\..*", "SAGEConv (own features and mean of neighbours, two weight matrices)"),
        GIN("nn\\..*|mlp\\..*|eps", "GINConv (a multi-layer perceptron after an unweighted sum)"),
        NORM("running_mean|running_var|num_batches_tracked|module\\..*|mean_scale", "a normalisation layer"),
        OLD_GCN("weight", "a GCNConv of PyTorch Geometric before 2.0"),
        LINEAR("weight", "a plain linear layer"),
        OTHER(".*", "not known");

        private final Pattern parts;
        private final String text;

        Kind(String parts, String text) {
            this.parts = Pattern.compile(parts, Pattern.DOTALL);
            this.text = text;
        }

        String nearest(String layer) {
            return switch (this) {
                case NORM -> "fold it into the weights of the layer before it, then export again";
                case OLD_GCN -> "GCNConv with '" + layer + ".lin.weight' [outputs, inputs] and '" + layer + ".bias'";
                default -> "GCNConv layers conv1, conv2, ... with ReLU between";
            };
        }

        static Kind of(String layer, Set<String> parts) {
            for (Kind kind : values()) {
                boolean fits = kind != OLD_GCN || layer.startsWith("conv");
                if (fits && parts.stream().anyMatch(p -> kind.parts.matcher(p).matches())) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    private PygLayers() {}

    /** Name of the layer that a tensor of a convolution belongs to. */
    static String name(Tensor tensor) {
        return layerOf(tensor.name());
    }

    private static String layerOf(String tensor) {
        Matcher matcher = LAYER.matcher(tensor);
        return matcher.matches() ? matcher.group(1) : tensor;
    }

    private static String partOf(String tensor) {
        Matcher matcher = LAYER.matcher(tensor);
        return matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
    }

    /**
     * Sorts tensors into convolutions by number, and by part ({@code lin.weight} or {@code bias}).
     *
     * @return one finding per layer of another kind, with all its tensors
     */
    static List<Diagnostic> group(
            String place, Collection<Tensor> tensors, Map<Integer, Map<String, Tensor>> convolutions) {
        Map<String, List<Tensor>> byLayer = new TreeMap<>();
        for (Tensor tensor : tensors) {
            byLayer.computeIfAbsent(name(tensor), n -> new ArrayList<>()).add(tensor);
        }
        List<Diagnostic> found = new ArrayList<>();
        byLayer.forEach((layer, parts) -> {
            if (parts.stream().allMatch(t -> CONVOLUTION.matcher(t.name()).matches())) {
                for (Tensor tensor : parts) {
                    Matcher matcher = CONVOLUTION.matcher(tensor.name());
                    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
                    Tensor other = convolutions
                            .computeIfAbsent(number, n -> new LinkedHashMap<>())
                            .put(matcher.group(2), tensor);
                    if (other != null) {
                        found.add(ModelError.PYG_LAYERS.found(
                                place,
                                "tensors '" + other.name() + "' and '" + tensor.name() + "' are the same layer"));
                    }
                }
            } else {
                found.add(unsupported(place, layer, parts));
            }
        });
        return found;
    }

    private static Diagnostic unsupported(String place, String layer, List<Tensor> tensors) {
        Set<String> parts = new TreeSet<>();
        List<String> listed = new ArrayList<>();
        for (Tensor tensor : tensors) {
            parts.add(partOf(tensor.name()));
            listed.add((partOf(tensor.name()).isEmpty() ? tensor.name() : partOf(tensor.name())) + " "
                    + tensor.shapeText());
        }
        Kind kind = Kind.of(layer, parts);
        String text = "layer '" + layer + "' is " + kind.text + ", which is not supported (" + String.join(", ", listed)
                + ")";
        return ModelError.PYG_UNSUPPORTED.found(place, text, kind.nearest(layer));
    }

    /** Layers are numbered without a gap from 0 or 1. */
    static List<Diagnostic> gaps(String place, Set<Integer> numbers) {
        if (numbers.isEmpty()) {
            return List.of(
                    ModelError.PYG_LAYERS.found(place, "the file has no tensor 'conv1.lin.weight', so no layer"));
        }
        if (numbers.size() > Limits.LAYERS) {
            return List.of(
                    ModelError.GRAPH_TOO_LARGE.found(place, (long) numbers.size(), "layers", (long) Limits.LAYERS));
        }
        int first = numbers.iterator().next();
        int expected = Math.min(first, 1);
        for (int number : numbers) {
            if (number != expected) {
                return List.of(ModelError.PYG_LAYERS.found(
                        place, "layer " + expected + " is missing, layer " + number + " is there"));
            }
            expected++;
        }
        return List.of();
    }
}
