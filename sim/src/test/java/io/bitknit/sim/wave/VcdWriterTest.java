// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.wave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VcdWriterTest {
    private long count;

    @Test
    void writesScopesAndOnlyChanges() {
        SignalTree tree = new SignalTree("top");
        tree.add("count", 8, () -> count);
        tree.instance("unit").instance("inner").flag("odd", () -> count % 2 == 1);
        tree.instance("other").add("constant", 64, () -> -1);
        StringBuilder text = new StringBuilder();
        VcdWriter writer = new VcdWriter(text, tree);
        for (count = 4; count < 6; count++) {
            writer.cycle(count);
        }
        assertThat(text.toString())
                .isEqualTo(String.join(
                        "\n",
                        "$version bitknit cycle simulator $end",
                        "$timescale 1ns $end",
                        "$scope module top $end",
                        "$var wire 8 \" count $end",
                        "$scope module unit $end",
                        "$scope module inner $end",
                        "$var wire 1 # odd $end",
                        "$upscope $end",
                        "$upscope $end",
                        "$scope module other $end",
                        "$var wire 64 $ constant $end",
                        "$upscope $end",
                        "$upscope $end",
                        "$var wire 1 ! clk $end",
                        "$enddefinitions $end",
                        "#40",
                        "1!",
                        "b100 \"",
                        "0#",
                        "b" + "1".repeat(64) + " $",
                        "#45",
                        "0!",
                        "#50",
                        "1!",
                        "b101 \"",
                        "1#",
                        "#55",
                        "0!",
                        ""));
    }
}
