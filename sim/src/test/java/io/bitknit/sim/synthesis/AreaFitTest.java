// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.Resources;
import io.bitknit.hdl.ShapeSampler;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.Unit;
import io.bitknit.hdl.UnitSample;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fit and the file of measured units, without any synthesis. */
class AreaFitTest {
    /** Counts that follow from chosen constants are given back exactly, those below 0 excepted. */
    @Test
    void leastSquaresFindConstantsThatAreThere() {
        SplittableRandom random = new SplittableRandom(1);
        double[] wanted = {3, 0, 1.5, 0.25};
        double[][] rows = new double[40][4];
        double[] target = new double[40];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 4; j++) {
                rows[i][j] = random.nextInt(100);
                target[i] += wanted[j] * rows[i][j];
            }
        }
        assertThat(NonNegativeLeastSquares.solve(rows, target)).containsExactly(wanted, within(1e-6));
    }

    @Test
    void aConstantThatWouldBeNegativeIsZeroAndTheOthersMakeUpForIt() {
        // y = 2 a - b at b = 1: the best without a negative constant is b = 0.
        double[][] rows = {{1, 1}, {2, 1}, {3, 1}};
        double[] x = NonNegativeLeastSquares.solve(rows, new double[] {1, 3, 5});
        assertThat(x[1]).isZero();
        assertThat(x[0]).isCloseTo(22.0 / 14, within(1e-9));
    }

    @Test
    void fitSaysWhatItLeaves() {
        List<MeasuredArea> rows = new ArrayList<>();
        for (int seed = 0; seed < 30; seed++) {
            for (Unit unit : UnitSample.of(UnitSample.Kind.LARGE, seed).units().values()) {
                Resources area = unit.resources(SynthesisFlow.ECP5.family());
                rows.add(new MeasuredArea(unit, SynthesisFlow.ECP5, area));
            }
        }
        AreaFit fit = AreaFit.of(rows, SynthesisFlow.ECP5);
        assertThat(fit.units()).extracting(AreaFit.UnitFit::unit).contains("gather_slot", "requantizer");
        assertThat(fit.units()).allSatisfy(unit -> {
            // Counts are whole numbers: half a cell of the smallest units is 5 %.
            assertThat(unit.tables().worstPercent()).as(unit.unit()).isLessThan(5);
            assertThat(unit.blocksRight()).isEqualTo(unit.samples());
        });
        assertThat(AreaFit.of(rows, SynthesisFlow.ICE40).units()).isEmpty();
    }

    @Test
    void theFileOfMeasuredUnitsComesBack() {
        MeasuredUnits units = new MeasuredUnits();
        for (UnitSample.Kind kind : UnitSample.Kind.values()) {
            for (Unit unit : UnitSample.of(kind, 3).units().values()) {
                units.add(List.of(new MeasuredArea(unit, SynthesisFlow.ICE40, new Resources(1, 2, 3, 4))));
            }
        }
        MeasuredUnits again = MeasuredUnits.parse("units.csv", units.text());
        assertThat(again.text()).isEqualTo(units.text());
        assertThat(again.keys()).hasSizeGreaterThan(15);
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        String text = MeasuredArea.HEADER + "\nengine,ice40,1 2,3,4,5,6\n";
        assertThatThrownBy(() -> MeasuredUnits.parse("units.csv", text))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("U-030")
                .hasMessageContaining("line 2");
    }

    @Test
    void aToolThatDoesNotAnswerIsNamed() {
        assertThat(Yosys.version("Yosys 0.23 (git sha1 7ce5011c24b)\n")).isEqualTo("Yosys 0.23");
        assertThatThrownBy(() -> Yosys.version("Segmentation fault"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("S-010");
    }

    @Test
    void equalSeedsDrawEqualShapes() {
        assertThat(ShapeSampler.of(5)).isEqualTo(ShapeSampler.of(5)).isNotEqualTo(ShapeSampler.of(6));
    }

    @Test
    void countsAreReadModuleByModule() {
        String text = """

                === $paramod\\bitknit_engine\\INDEX=s32'0 ===

                   Number of wires:                 10
                   Number of cells:                  5
                     SB_CARRY                        1
                     SB_LUT4                         4

                === design hierarchy ===

                   bitknit_top                       1
                     $paramod\\bitknit_engine\\INDEX=s32'0      1

                   Number of wires:                 10
                   Number of cells:                  5
                     SB_LUT4                         9
                """;
        Map<String, Map<String, Long>> sections = Yosys.sections(text);
        assertThat(sections.get("$paramod\\bitknit_engine\\INDEX=s32'0"))
                .containsEntry("SB_LUT4", 4L)
                .containsEntry("SB_CARRY", 1L);
        assertThat(sections.get("design hierarchy")).containsOnly(Map.entry("SB_LUT4", 9L));
    }
}
