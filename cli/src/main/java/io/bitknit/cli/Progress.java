// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress of long work: a bar on a terminal, one plain line per stage elsewhere. */
final class Progress implements AutoCloseable {
    private final Console console;
    private final String task;
    private @Nullable ProgressBar bar;

    Progress(Console console, String task) {
        this.console = console;
        this.task = task;
    }

    /**
     * A stage begins.
     *
     * @param done stages that are over
     * @param total stages in all
     */
    void stage(String name, int done, int total) {
        if (!console.terminal()) {
            console.err().println(task + ": " + (done + 1) + "/" + total + " " + name);
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .hideEta()
                    .build();
        }
        bar.stepTo(done);
        bar.setExtraMessage(" " + name);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.stepTo(bar.getMax());
            bar.close();
        }
    }
}
