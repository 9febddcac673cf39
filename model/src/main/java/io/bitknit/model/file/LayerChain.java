// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Activation;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks that layers follow each other; every failure is M-084 at the layer, unless said otherwise. */
final class LayerChain {
    private LayerChain() {}

    static void requireCount(JsonSection json, int layers) {
        if (layers < 1 || layers > Limits.LAYERS) {
            throw ModelError.MODEL_INVALID.at(
                    json.place("layers"), "there are " + layers + " layers, expected 1 to " + Limits.LAYERS);
        }
    }

    static void requireInputs(JsonSection layer, int before, int inputs) {
        if (inputs != before) {
            throw ModelError.MODEL_INVALID.at(
                    layer.place(), "the layer takes " + inputs + " features, what is before it gives " + before);
        }
    }

    static void requireHidden(JsonSection layer, int nodes, int outputs) {
        if ((long) nodes * outputs > Limits.HIDDEN) {
            throw ModelError.GRAPH_TOO_LARGE.at(
                    layer.place(), (long) nodes * outputs, "hidden values", (long) Limits.HIDDEN);
        }
    }

    static void requireClasses(JsonSection json, int outputs, int classes) {
        if (outputs != classes) {
            throw ModelError.MODEL_INVALID.at(
                    json.place("layers"),
                    "the last layer gives " + outputs + " scores, the graph has " + classes + " classes");
        }
    }

    /** One of some values by its text. @throws UserException M-014 for another */
    static <T> T choice(JsonSection json, String key, T[] values, Function<T, String> text) {
        String name = json.string(key);
        for (T value : values) {
            if (text.apply(value).equals(name)) {
                return value;
            }
        }
        String all = Arrays.stream(values).map(text).collect(Collectors.joining(", "));
        throw ModelError.JSON_OUT_OF_RANGE.at(json.place(key), "'" + name + "'", "one of " + all);
    }

    /** @throws UserException M-014 for another name */
    static Activation activation(JsonSection layer) {
        String name = layer.string("activation");
        for (Activation activation : Activation.values()) {
            if (activation.name().equals(name)) {
                return activation;
            }
        }
        throw ModelError.JSON_OUT_OF_RANGE.at(layer.place("activation"), "'" + name + "'", "NONE or RELU");
    }
}
