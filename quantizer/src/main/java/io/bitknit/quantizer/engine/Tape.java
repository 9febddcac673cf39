// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Links between pieces of a computation, in the order of their making. To libtorch what comes out of a link is an input
 * like a parameter. Gradients go through the links from the last to the first: what arrives at the end of one starts at
 * its beginning. Each piece is gone through once for every link that begins in it, so a value that many read should be
 * {@link Engine#cut} behind its making.
 */
final class Tape {
    /** A beginning of a link; {@code back} leads from the gradient at the end to that here. */
    record Branch(Tensor from, UnaryOperator<Tensor> back) {}

    private record Link(Tensor to, List<Branch> branches) {}

    private final List<Link> links = new ArrayList<>();

    /** Links a result to those of the branches that need a gradient; without such a one it is a constant. */
    void record(Tensor to, Branch... branches) {
        List<Branch> needed =
                Arrays.stream(branches).filter(b -> b.from().requires_grad()).toList();
        if (!needed.isEmpty()) {
            to.set_requires_grad(true);
            links.add(new Link(to, needed));
        }
    }

    int length() {
        return links.size();
    }

    /** Forgets what was made after a length. */
    void shorten(int length) {
        links.subList(length, links.size()).clear();
    }

    /** Gradients of a single element; zeros for an input without influence. The computation can be asked again. */
    List<Tensor> gradients(Tensor loss, List<Tensor> inputs) {
        List<Tensor> wanted = new ArrayList<>(inputs);
        links.forEach(link -> wanted.add(link.to()));
        @Nullable Tensor[] found = new Tensor[wanted.size()];
        propagate(loss, torch.ones_like(loss), wanted, found);
        for (int i = links.size() - 1; i >= 0; i--) {
            Link link = links.get(i);
            wanted.remove(wanted.size() - 1);
            Tensor arrived = found[inputs.size() + i];
            if (arrived != null) {
                for (Branch branch : link.branches()) {
                    propagate(branch.from(), branch.back().apply(arrived), wanted, found);
                }
            }
        }
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            gradients.add(found[i] == null ? torch.zeros_like(inputs.get(i)) : found[i]);
        }
        return gradients;
    }

    /** Adds to the gradients found so far what comes from one root, within its piece. */
    private static void propagate(Tensor root, Tensor gradient, List<Tensor> wanted, @Nullable Tensor[] found) {
        TensorVector by = new TensorVector();
        wanted.forEach(by::push_back);
        TensorVector parts =
                torch.grad(new TensorVector(root), by, new TensorVector(gradient), new BoolOptional(true), false, true);
        for (int i = 0; i < wanted.size(); i++) {
            Tensor part = parts.get(i);
            if (part.defined()) {
                found[i] = found[i] == null ? part : found[i].add(part);
            }
        }
    }
}
