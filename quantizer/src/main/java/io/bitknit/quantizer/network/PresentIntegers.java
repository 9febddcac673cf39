// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.RowRange;
import io.bitknit.quantizer.engine.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The integers that the present values of the parameters stand for. Training and export both ask here.
 *
 * @param plan on any graph; only its shapes count
 * @param formats widths, exponents and scales of tables; scales, weights and biases come from the parameters
 */
record PresentIntegers(
        PlanParameters parameters, NetworkPlan plan, List<Optional<StepFormat>> formats, NetworkWidths widths) {
    private double power(int parameter) {
        return Math.pow(2, parameters.all().get(parameter).values()[0]);
    }

    /** Integer weights of a product. */
    QuantizedWeights weights(int step, int index) {
        Parameter p = parameters.all().get(parameters.product(step, index));
        QuantizedWeights format = formats.get(step).orElseThrow().weights().get(index);
        double scale = power(parameters.weightScale(step, index));
        byte[] q = new byte[p.values().length];
        boolean logits = plan.steps().get(step) instanceof Step.Sum sum && sum.kind() == Step.Kind.LOGITS;
        int size = logits ? p.rows() / p.columns() : 1;
        for (int i = 0; i < q.length; i++) {
            boolean outside = logits && i / p.columns() / size != i % p.columns();
            q[i] = outside ? 0 : (byte) RowRange.nearest(p.values()[i] / scale, format.bits(), true);
        }
        return new QuantizedWeights(p.rows(), p.columns(), format.bits(), scale, q);
    }

    /** Format of a step as its parameters are now. */
    StepFormat format(int step) {
        StepFormat format = formats.get(step).orElseThrow();
        List<QuantizedWeights> weights = new ArrayList<>();
        for (int i = 0; i < format.weights().size(); i++) {
            weights.add(weights(step, i));
        }
        int bias = parameters.bias(step);
        return new StepFormat(
                power(scaleParameter(step)),
                format.tableScale(),
                format.bits(),
                format.exponents(),
                weights,
                bias < 0 ? format.bias() : parameters.all().get(bias).values().clone());
    }

    /** Both ends of an edge have the scale of the source. */
    int scaleParameter(int step) {
        boolean second = step > 0
                && plan.steps().get(step) instanceof Step.Sum sum
                && sum.kind() == Step.Kind.LOGITS
                && plan.steps().get(step - 1) instanceof Step.Sum before
                && before.kind() == Step.Kind.LOGITS;
        return parameters.scale(second ? step - 1 : step);
    }

    /** Adds an attention's stage. */
    Stage.Attention addAttention(NetworkBuilder builder, int step) {
        Step attention = plan.steps().get(step);
        if (attention instanceof Step.Cosine) {
            builder.beta(parameters.all().get(parameters.beta(step)).values()[0]);
        }
        return builder.addAttention(
                widths.attentionBits(attention.layer(), plan.network().layers().size()));
    }

    /** The whole network on a graph. */
    NetworkBuilder build(NetworkPlan onGraph, InputQuantizer.Result input) {
        NetworkBuilder builder = new NetworkBuilder(onGraph, input);
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof Step.Sum) {
                builder.add(format(i));
            } else {
                addAttention(builder, i);
            }
        }
        return builder;
    }
}
