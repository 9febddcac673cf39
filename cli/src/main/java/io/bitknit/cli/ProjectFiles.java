// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.compiler.Compiler;
import io.bitknit.compiler.project.Project;
import io.bitknit.compiler.project.ProjectOptions;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.reference.ReferenceInterpreter;
import io.bitknit.sim.reference.ReferenceTensor;
import java.util.Map;

/** The project around a design, with the scores of the reference for its self-test. */
final class ProjectFiles {
    private ProjectFiles() {}

    static Map<String, String> of(Compiler.Result result, QuantizedModel model, ProjectOptions options) {
        return Project.files(result.design(), options, scores(model));
    }

    /** {@code [nodes * classes]}: what the host reads, exponents of the rows included. */
    private static int[] scores(QuantizedModel model) {
        ReferenceTensor scores = ReferenceInterpreter.run(model).scores();
        int features = scores.format().features();
        int[] values = scores.q().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] <<= scores.format().exponents()[i / features];
        }
        return values;
    }
}
