// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An interrupted training as a safetensors file. Doubles are stored by their bits, so that going on loses nothing.
 *
 * @param settings everything that must be the same for going on, in words
 * @param states one per parameter, in their order
 */
record Checkpoint(String settings, int epoch, int bestEpoch, double bestAccuracy, double bestLoss, List<State> states) {
    Checkpoint {
        states = List.copyOf(states);
    }

    /** A parameter, Adam's two means and the values of the best epoch. */
    record State(String name, double[] values, double[] mean, double[] square, double[] best) {}

    /** @throws UserException Q-021 if it cannot be written */
    void write(Path file) {
        byte[] text = settings.getBytes(StandardCharsets.UTF_8);
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(Tensor.of("settings", DataType.U8, text, text.length));
        tensors.add(Tensor.of("epochs", new int[] {epoch, bestEpoch}, 2));
        tensors.add(bits("score", new double[] {bestAccuracy, bestLoss}));
        for (State state : states) {
            tensors.add(bits(state.name() + ".values", state.values()));
            tensors.add(bits(state.name() + ".mean", state.mean()));
            tensors.add(bits(state.name() + ".square", state.square()));
            tensors.add(bits(state.name() + ".best", state.best()));
        }
        Path whole = file.toAbsolutePath().normalize();
        Path fresh = whole.resolveSibling(
                "." + SourceFolder.nameOf(whole) + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(whole.getParent());
            Files.write(fresh, SafetensorsFile.toBytes(SourceFolder.nameOf(whole), tensors));
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserException(
                    "Q-021",
                    file.toString(),
                    "the checkpoint cannot be written: permission denied, or the disk is full");
        }
    }

    /**
     * @param settings those of the training that wants to go on
     * @param expected the parameters' states; only names and lengths matter
     * @throws UserException Q-020 if it is the checkpoint of another training, M-001 and more if it is no readable file
     */
    static Checkpoint read(Path file, String settings, List<State> expected) {
        SafetensorsFile tensors = SafetensorsFile.read(SourceFolder.around(file), SourceFolder.nameOf(file));
        Tensor text = tensors.tensor("settings");
        String found = new String(text.requireShape(text.elements()).bytes(0, 255), StandardCharsets.UTF_8);
        if (!found.equals(settings)) {
            throw new UserException(
                    "Q-020",
                    file.toString(),
                    "the checkpoint is of another training (" + found + "), this one is " + settings
                            + "; use the same graph and options, or remove the checkpoint");
        }
        int[] epochs = tensors.tensor("epochs").requireShape(2).ints(0, Integer.MAX_VALUE);
        double[] score = numbers(tensors, "score", 2);
        List<State> states = new ArrayList<>();
        for (State state : expected) {
            int length = state.values().length;
            states.add(new State(
                    state.name(),
                    numbers(tensors, state.name() + ".values", length),
                    numbers(tensors, state.name() + ".mean", length),
                    numbers(tensors, state.name() + ".square", length),
                    numbers(tensors, state.name() + ".best", length)));
        }
        return new Checkpoint(settings, epochs[0], epochs[1], score[0], score[1], states);
    }

    private static Tensor bits(String name, double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            // Adding 0 turns -0.0 into 0.0, whose bits are no number that a reader refuses.
            bits[i] = Double.doubleToRawLongBits(values[i] + 0.0);
        }
        return Tensor.of(name, bits, bits.length);
    }

    private static double[] numbers(SafetensorsFile tensors, String name, int length) {
        long[] bits = tensors.tensor(name).requireShape(length).longs(Long.MAX_VALUE);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = Double.longBitsToDouble(bits[i]);
        }
        return values;
    }
}
