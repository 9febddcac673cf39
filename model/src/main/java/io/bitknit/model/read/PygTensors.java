// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.format.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The tensors of a state dictionary, taken one by one. What is missing or has another shape is noted and comes
 * back empty, so that one run finds everything; nothing is computed with it.
 */
final class PygTensors {
    private final String place;
    private final Map<String, Tensor> tensors;
    private final List<Diagnostic> found;
    private final TreeSet<String> used = new TreeSet<>();

    /** @param found where findings go */
    PygTensors(String place, Map<String, Tensor> tensors, List<Diagnostic> found) {
        this.place = place;
        this.tensors = tensors;
        this.found = found;
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** Size of a dimension; 1 where there is no such tensor or dimension, which {@link #floats} then reports. */
    int size(String name, int dimension) {
        Tensor tensor = tensors.get(name);
        boolean there = tensor != null && tensor.rank() > dimension && tensor.elements() > 0;
        return there ? Objects.requireNonNull(tensor).size(dimension) : 1;
    }

    /** Elements of a tensor of real numbers with this shape; none if it is missing or another. */
    float[] floats(String name, int... shape) {
        used.add(name);
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            found.add(ModelError.TENSOR_MISSING.found(place, name));
        } else if (!tensor.type().isReal()) {
            found.add(
                    ModelError.TENSOR_KIND.found(tensor.place(), "of type " + tensor.type(), "F32, F16, BF16 or F64"));
        } else if (!tensor.hasShape(shape)) {
            found.add(ModelError.PYG_SHAPE.found(tensor.place(), tensor.shapeText(), Arrays.toString(shape)));
        } else {
            return tensor.floats();
        }
        return new float[0];
    }

    /** The same, or zeros where the model leaves it out. */
    float[] floatsOrZeros(String name, int size) {
        return has(name) ? floats(name, size) : new float[size];
    }

    /** PyTorch's {@code [outputs, inputs]} as our {@code [inputs, outputs]}. */
    float[] transposed(String name, int inputs, int outputs) {
        float[] stored = floats(name, outputs, inputs);
        float[] out = new float[stored.length];
        for (int o = 0; o < outputs && out.length > 0; o++) {
            for (int i = 0; i < inputs; i++) {
                out[i * outputs + o] = stored[o * inputs + i];
            }
        }
        return out;
    }

    /** A tensor that says nothing about what is computed. */
    void ignore(String name) {
        used.add(name);
    }

    void add(Diagnostic diagnostic) {
        found.add(diagnostic);
    }

    String place() {
        return place;
    }

    /** One finding per tensor that nothing has asked for. */
    void refuseUnused() {
        for (Tensor tensor : tensors.values()) {
            if (!used.contains(tensor.name())) {
                found.add(ModelError.PYG_UNSUPPORTED.found(
                        tensor.place(),
                        "the tensor '" + tensor.name() + "' " + tensor.shapeText() + " belongs to no layer",
                        "doc/MODEL_FORMAT.md lists the tensors of each kind of network"));
            }
        }
    }
}
