// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.Tensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The arrays of a design, by name. */
final class DesignArrays {
    private final SafetensorsFile file;

    DesignArrays(SafetensorsFile file) {
        this.file = file;
    }

    int[] ints(String name) {
        return file.tensor(name).requireType(DataType.I32).ints(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    long[] longs(String name) {
        return file.tensor(name).requireType(DataType.I64).longs(Long.MAX_VALUE);
    }

    byte[] bytes(String name, int low, int high) {
        return file.tensor(name).bytes(low, high);
    }

    byte[][] denseWeights() {
        Tensor t = file.tensor("denseWeights");
        byte[] all = t.requireType(DataType.I8).bytes(-128, 127);
        int sets = t.rank() == 2 ? t.size(0) : 0;
        byte[][] weights = new byte[sets][];
        for (int s = 0; s < sets; s++) {
            int each = all.length / sets;
            weights[s] = java.util.Arrays.copyOfRange(all, s * each, (s + 1) * each);
        }
        return weights;
    }

    static List<Tensor> tensors(Design design) {
        List<Tensor> out = new ArrayList<>();
        for (int t = 0; t < design.tensors().size(); t++) {
            StoredTensor s = design.tensors().get(t);
            out.add(ints("tensor" + t + ".engine", s.engine()));
            out.add(ints("tensor" + t + ".bank", s.bank()));
            out.add(ints("tensor" + t + ".address", s.address()));
            out.add(Tensor.of("tensor" + t + ".rowClass", DataType.U8, s.rowClass(), s.rowClass().length));
        }
        for (Phase p : design.phases()) {
            for (int e = 0; e < p.engines().size(); e++) {
                EnginePlan plan = p.engines().get(e);
                out.add(ints("phase" + p.index() + ".engine" + e + ".destination", plan.destination()));
                out.add(ints("phase" + p.index() + ".engine" + e + ".lastStep", plan.lastStep()));
            }
        }
        for (int e = 0; e < design.engineImages().size(); e++) {
            EngineImage image = design.engineImages().get(e);
            out.add(ints("engine" + e + ".program", image.program()));
            out.add(Tensor.of("engine" + e + ".runs", image.runs(), image.runs().length));
            out.add(ints("engine" + e + ".descriptors", image.descriptors()));
        }
        out.add(ints("multipliers", design.multipliers()));
        out.add(Tensor.of("corrections", design.corrections(), design.corrections().length));
        out.add(Tensor.of("weightRows", DataType.U8, design.weightRows(), design.weightRows().length));
        int sets = design.denseWeights().length;
        int each = sets == 0 ? 0 : design.denseWeights()[0].length;
        byte[] dense = new byte[sets * each];
        for (int s = 0; s < sets; s++) {
            System.arraycopy(design.denseWeights()[s], 0, dense, s * each, each);
        }
        out.add(Tensor.of("denseWeights", DataType.I8, dense, sets, each));
        return out;
    }

    private static Tensor ints(String name, int[] values) {
        return Tensor.of(name, values, values.length);
    }

    /** SHA-256, hexadecimal. */
    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
