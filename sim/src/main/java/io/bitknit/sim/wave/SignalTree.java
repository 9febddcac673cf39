// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.wave;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Signals of a simulation, with the instances that they belong to. */
public final class SignalTree {
    /**
     * One signal.
     *
     * @param path names of the instances from the top down
     * @param name signal name
     * @param widthBits 1..64
     * @param value current value; bits above the width are ignored
     */
    public record Signal(List<String> path, String name, int widthBits, LongSupplier value) {}

    private final List<Signal> signals;
    private final List<String> path;

    public SignalTree(String top) {
        this(new ArrayList<>(), List.of(top));
    }

    private SignalTree(List<Signal> signals, List<String> path) {
        this.signals = signals;
        this.path = path;
    }

    /** An instance below this one; its signals appear in the same tree. */
    public SignalTree instance(String name) {
        List<String> below = new ArrayList<>(path);
        below.add(name);
        return new SignalTree(signals, List.copyOf(below));
    }

    public void add(String name, int widthBits, LongSupplier value) {
        signals.add(new Signal(path, name, widthBits, value));
    }

    public void flag(String name, java.util.function.BooleanSupplier value) {
        add(name, 1, () -> value.getAsBoolean() ? 1 : 0);
    }

    /** All signals of the tree, in the order of declaration. */
    public List<Signal> signals() {
        return List.copyOf(signals);
    }
}
