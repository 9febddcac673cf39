// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sparse combination, planned: some weight rows are stored twice, and every term says which copy it reads.
 *
 * @param work the workload with the copies as further rows of tensor 0
 * @param weightBank {@code [rows of tensor 0]}; never mutated
 * @param teams of the sparse combination
 */
record SparsePlan(Workload work, int[] weightBank, Teams teams) {
    /** @param copies number of rows to store twice, the most used ones */
    static SparsePlan of(Workload work, ShapeChoice choice, int[] nodeBank, int copies, Effort effort) {
        Stage stage = work.stages().get(0);
        Terms terms = stage.terms();
        TensorFormat rows = work.tensors().get(0);
        RowBanks banks = RowBanks.choose(terms, rows.rows(), choice.ports(), copies);
        int[][] byOwner = TeamBuilder.byOwner(nodeBank, choice.engines() * choice.slots());
        boolean[] copied = new boolean[terms.count()];
        int[][] destination = new int[choice.engines()][];
        // Engines share nothing here but the array of flags, in which each writes the terms of its own nodes.
        IntStream.range(0, choice.engines()).parallel().forEach(e -> {
            SparseSearch search = new SparseSearch(choice, terms, banks, effort);
            int[][] bySlot = Arrays.copyOfRange(byOwner, e * choice.slots(), (e + 1) * choice.slots());
            destination[e] = search.teams(bySlot, 7 + e);
            for (int t = 0; t < destination[e].length / choice.slots(); t++) {
                search.assign(destination[e], t, copied);
            }
        });
        return withCopies(work, banks, copied, new Teams(choice.slots(), destination));
    }

    private static SparsePlan withCopies(Workload work, RowBanks banks, boolean[] copied, Teams teams) {
        TensorFormat rows = work.tensors().get(0);
        int[] copyOf = new int[rows.rows()];
        int count = rows.rows();
        for (int u = 0; u < rows.rows(); u++) {
            copyOf[u] = banks.second()[u] >= 0 ? count++ : -1;
        }
        int[] bank = Arrays.copyOf(banks.first(), count);
        byte[] bits = Arrays.copyOf(rows.bits(), count);
        byte[] codes = Arrays.copyOf(work.weightRows(), count * rows.features());
        for (int u = 0; u < rows.rows(); u++) {
            int copy = copyOf[u];
            if (copy >= 0) {
                bank[copy] = banks.second()[u];
                bits[copy] = bits[u];
                System.arraycopy(codes, u * rows.features(), codes, copy * rows.features(), rows.features());
            }
        }
        Stage first = work.stages().get(0);
        int[] source = first.terms().source().clone();
        for (int k = 0; k < first.terms().count(); k++) {
            source[k] = copied[k] ? copyOf[source[k]] : source[k];
        }
        List<Stage> stages = new ArrayList<>(work.stages());
        stages.set(
                0,
                new Stage(
                        first.name(),
                        first.layer(),
                        first.part(),
                        first.input(),
                        first.output(),
                        new Terms(
                                first.terms().rowStart(), source, first.terms().shift()),
                        first.weights(),
                        0));
        List<TensorFormat> tensors = new ArrayList<>(work.tensors());
        tensors.set(
                0,
                new TensorFormat(
                        rows.name(),
                        count,
                        rows.features(),
                        rows.signed(),
                        bits,
                        new byte[count],
                        rows.multipliers(),
                        rows.bias()));
        return new SparsePlan(
                new Workload(work.name(), work.digest(), work.nodes(), work.requantShift(), tensors, stages, codes),
                bank,
                teams);
    }
}
