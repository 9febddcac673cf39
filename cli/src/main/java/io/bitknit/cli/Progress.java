// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of long work: a bar on a terminal, one plain line per step elsewhere. */
final class Progress implements AutoCloseable {
    private final Console console;
    private final String task;
    private final ProgressBar bar;

    /** @param steps number of calls of {@link #step} to come */
    Progress(Console console, String task, int steps) {
        this.console = console;
        this.task = task;
        this.bar = !console.terminal()
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .hideEta()
                        .continuousUpdate()
                        .build();
    }

    /** Announces the next step. */
    void step(String name) {
        if (bar == null) {
            console.err().println(task + ": " + name);
        } else {
            bar.setExtraMessage(name);
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
