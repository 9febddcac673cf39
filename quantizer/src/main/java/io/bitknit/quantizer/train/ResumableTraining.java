// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A {@link Training} that leaves a checkpoint while it runs and when it is stopped, and removes it at the end. */
public final class ResumableTraining {
    private static final long CHECKPOINT_NANOS = 2_000_000_000L;

    private ResumableTraining() {}

    /**
     * A training that is over.
     *
     * @param best values of the parameters at the best epoch, in their order
     * @param resumedAt epoch that a checkpoint led to, 0 if there was none
     * @param millisPerEpoch mean over the epochs of this run
     */
    public record Outcome(
            List<double[]> best, int epochs, int bestEpoch, int resumedAt, double bestAccuracy, double millisPerEpoch) {
        public Outcome {
            best = List.copyOf(best);
        }
    }

    /**
     * @param settings everything that must be the same for going on, in words
     * @param resume whether to go on from the checkpoint if it is there
     * @return nothing if it was stopped
     * @throws UserException, or if the checkpoint cannot be read
     */
    public static Optional<Outcome> run(
            Engine engine,
            Network network,
            String settings,
            int epochs,
            int patience,
            Optional<Path> checkpoint,
            boolean resume,
            Training.Listener listener,
            BooleanSupplier stop) {
        Training training = new Training(engine, network);
        if (resume && checkpoint.isPresent() && Files.exists(checkpoint.get())) {
            training.restore(Checkpoint.read(
                    checkpoint.get(), settings, training.checkpoint(settings).states()));
        }
        int resumedAt = training.epoch();
        long start = System.nanoTime();
        long[] written = {start};
        Training.Listener saving = (epoch, accuracy, best) -> {
            listener.epoch(epoch, accuracy, best);
            if (checkpoint.isPresent() && System.nanoTime() - written[0] > CHECKPOINT_NANOS) {
                training.checkpoint(settings).write(checkpoint.get());
                written[0] = System.nanoTime();
            }
        };
        if (!training.run(epochs, patience, saving, stop)) {
            checkpoint.ifPresent(file -> training.checkpoint(settings).write(file));
            return Optional.empty();
        }
        double millis = (System.nanoTime() - start) / 1e6 / Math.max(1, training.epoch() - resumedAt);
        checkpoint.ifPresent(ResumableTraining::remove);
        return Optional.of(new Outcome(
                training.best(), training.epoch(), training.bestEpoch(), resumedAt, training.bestAccuracy(), millis));
    }

    private static void remove(Path checkpoint) {
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            throw new UserException("Q-021", checkpoint.toString(), "the checkpoint cannot be removed");
        }
    }
}
