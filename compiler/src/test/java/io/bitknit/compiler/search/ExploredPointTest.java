// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.schedule.ShapeChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The front and the file of an exploration. */
class ExploredPointTest {
    @Test
    void theFrontHoldsWhatNoOtherPointBeats() {
        ExploredPoint fast = point(1, 100, 90, 10, 0.8);
        ExploredPoint small = point(2, 200, 20, 10, 0.8);
        ExploredPoint beaten = point(3, 210, 25, 10, 0.8);
        ExploredPoint littleMemory = point(4, 220, 30, 5, 0.8);
        ExploredPoint moreAccurate = point(5, 230, 40, 10, 0.9);
        assertThat(ExploredPoint.front(List.of(moreAccurate, beaten, small, littleMemory, fast)))
                .containsExactly(fast, small, littleMemory, moreAccurate);
    }

    @Test
    void equalPointsDoNotBeatEachOther() {
        assertThat(ExploredPoint.front(List.of(point(1, 100, 10, 10, 0.5), point(2, 100, 10, 10, 0.5))))
                .hasSize(2);
    }

    @Test
    void aLineComesBack() {
        ExploredPoint point = point(3, 12345, 12.25, 0.5, 0.8175);
        ExploredPoint again = ExploredPoint.parse(point.line(true, "bitknit compile 'a,b.q' -o x"), "m.q");
        assertThat(again).isEqualTo(point);
    }

    @Test
    void aLineThatIsNoneIsRefused() {
        assertThatThrownBy(() -> ExploredPoint.parse("abc,1,2", "m.q")).isInstanceOf(IllegalArgumentException.class);
        String line = point(1, 1, 1, 1, 1).line(false, "c").replace("DSP", "dsp?");
        assertThatThrownBy(() -> ExploredPoint.parse(line, "m.q")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ExploredPoint point(int engines, long cycles, double area, double memory, double accuracy) {
        ShapeChoice choice = ShapeChoice.of(engines, 4 * engines, 8, 2, 1, 2);
        Costs costs = new Costs(cycles, area, memory);
        return new ExploredPoint(
                "m.q",
                "0123456789ab",
                choice,
                "combine-first,aggregate-first",
                cycles,
                114,
                1000,
                900,
                7,
                3,
                costs,
                accuracy);
    }
}
