// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.AcceleratorShape;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFormatsTest {
    private static final int DRAWS = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void widthsOfOneExponentStayWhereTheyAre(int fold) {
        assertThat(shifts(formats(false, 1, 0, 2, 0, 3, 0, 4, 0), fold)).containsOnly(0);
    }

    @Test
    void signedRowsOfOneBitAreDoubledWhereAWordHasRoom() {
        assertThat(shifts(formats(true, 1, 0, 4, 0), 1)).containsExactly(0, 0);
        assertThat(shifts(formats(true, 1, 0, 4, 0), 4)).containsExactly(1, 0);
    }

    @Test
    void widthAndExponentThatFitAWordTogetherAreOneLevel() {
        assertThat(shifts(formats(false, 1, 3, 2, 2, 4, 0), 4)).containsExactly(3, 2, 0);
    }

    /** A full row at level 1 is there anyway: a row that could go to level 0 joins it. */
    @Test
    void rowsJoinTheNearestLevelThatIsRead() {
        assertThat(shifts(formats(false, 2, 2, 3, 1, 4, 1), 4)).containsExactly(1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void levelsAreTheFewestPossible(int fold) {
        SplittableRandom random = new SplittableRandom(fold);
        for (int draw = 0; draw < DRAWS; draw++) {
            byte[] bits = new byte[1 + random.nextInt(4)];
            byte[] exponents = new byte[bits.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = (byte) (1 + random.nextInt(8));
                exponents[i] = (byte) random.nextInt(8);
            }
            RowFormats formats = RowFormats.of(bits, exponents, random.nextBoolean());
            List<RowClass> aligned = formats.aligned(fold);
            assertThat(aligned).hasSize(formats.count()).allSatisfy(row -> {
                assertThat(row.shift()).isBetween(0, AcceleratorShape.MOST_ROW_SHIFT);
                assertThat(row.shift() == 0 || row.bits() + row.shift() <= fold).isTrue();
                assertThat(row.firstPlane()).isNotNegative();
            });
            assertThat(levels(aligned).size())
                    .as("fold %d, draw %d: %s", fold, draw, aligned)
                    .isEqualTo(fewest(formats.unshifted(fold), 0, new TreeSet<>(Set.of(0))));
        }
    }

    /** Tries every shift of every row. */
    private static int fewest(List<RowClass> rows, int at, Set<Integer> levels) {
        if (at == rows.size()) {
            return levels.size();
        }
        RowClass row = rows.get(at);
        int fewest = Integer.MAX_VALUE;
        for (int shift = 0; shift <= AcceleratorShape.MOST_ROW_SHIFT; shift++) {
            RowClass moved = new RowClass(row.bits(), row.signed(), row.exponent(), row.fold(), shift);
            if (moved.firstPlane() >= 0 && (shift == 0 || moved.bits() + shift <= row.fold())) {
                Set<Integer> more = new TreeSet<>(levels);
                more.addAll(levels(List.of(moved)));
                fewest = Math.min(fewest, fewest(rows, at + 1, more));
            }
        }
        return fewest;
    }

    /** Level 0 is always one: every sum ends there. */
    private static Set<Integer> levels(List<RowClass> rows) {
        Set<Integer> levels = new TreeSet<>(Set.of(0));
        for (RowClass row : rows) {
            for (int word = 0; word < row.words(); word++) {
                levels.add(row.firstPlane() + word * row.fold());
            }
        }
        return levels;
    }

    private static List<Integer> shifts(RowFormats formats, int fold) {
        return formats.aligned(fold).stream().map(RowClass::shift).toList();
    }

    private static RowFormats formats(boolean signed, int... bitsAndExponents) {
        byte[] bits = new byte[bitsAndExponents.length / 2];
        byte[] exponents = new byte[bits.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) bitsAndExponents[2 * i];
            exponents[i] = (byte) bitsAndExponents[2 * i + 1];
        }
        return RowFormats.of(bits, exponents, signed);
    }
}
