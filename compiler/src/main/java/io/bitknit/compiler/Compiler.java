// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.estimate.EstimateJson;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.compiler.search.SearchJson;
import io.bitknit.compiler.search.ShapeSearch;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import java.util.Map;

/** The main path: one line per stage, each stage a pure function. */
public final class Compiler {
    private Compiler() {}

    /**
     * What compiling gives.
     *
     * @param work what the accelerator has to do
     * @param search the chosen size and the rejected ones; its list is empty if the size was given
     * @param estimate cycles and area of the design on the board
     * @param content everything that goes into the design's folder
     */
    public record Result(Workload work, ShapeSearch.Result search, Estimate estimate, DesignFile.Content content) {
        public Design design() {
            return search.design();
        }
    }

    /** @throws io.bitknit.model.diag.UserException if the model cannot be lowered or nothing fits */
    public static Result compile(QuantizedModel model, CompileOptions options) {
        Workload work = new Lowering(model, options.orders()).workload(digest(model, options));
        ShapeSearch.Result search = size(work, options);
        Estimate estimate = Estimate.of(search.design(), options.board(), options.area());
        Map<String, String> verilog = VerilogEmitter.emit(search.design().shape());
        Map<String, String> documents =
                Map.of("estimate.json", EstimateJson.text(estimate), "search.json", SearchJson.text(search));
        DesignFile.Content content = new DesignFile.Content(search.design(), model, verilog, documents);
        return new Result(work, search, estimate, content);
    }

    /** SHA-256 of a model and of how it is compiled, hexadecimal. */
    public static String digest(QuantizedModel model, CompileOptions options) {
        return ModelDigest.of(model, options.text());
    }

    private static ShapeSearch.Result size(Workload work, CompileOptions options) {
        return options.size()
                .map(choice -> {
                    Design design = Scheduler.schedule(work, choice);
                    return ShapeSearch.given(design, choice, options.board(), options.area());
                })
                .orElseGet(() -> ShapeSearch.search(work, options.board(), options.wishes(), options.area()));
    }
}
