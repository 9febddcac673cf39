// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conditions of templates use names that exist. Strict mode does not see to it: an unknown name alone in a condition is
 * taken as false, and the lines after it are left out.
 */
class TemplateConditionsTest {
    private static final Pattern CONDITION = Pattern.compile("#(?:else)?if\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("\\$\\{?([a-zA-Z][a-zA-Z0-9]*)");
    private static final Set<String> NAMES =
            TemplateNames.of(EveryUnitIsCompleteTest.SHAPE).keySet();

    static Stream<String> templates() {
        return UnitChecks.all().stream()
                .flatMap(checks -> Stream.of(".v.vm", "_tb.v.vm")
                        .map(suffix -> checks.unit() + suffix)
                        .filter(checks::has)
                        .map(file -> checks.unit() + "/" + file));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void namesInConditionsExist(String template) {
        assertThat(unknown(VerilogEmitter.resource(template))).isEmpty();
    }

    @Test
    void anUnknownNameIsFound() {
        assertThat(unknown("#if($fold2 && ${noSuchName})\n#elseif($another)\n#end"))
                .containsExactly("another", "noSuchName");
    }

    private static Set<String> unknown(String template) {
        return CONDITION
                .matcher(template)
                .results()
                .map(MatchResult::group)
                .flatMap(condition -> NAME.matcher(condition).results())
                .map(name -> name.group(1))
                .filter(name -> !NAMES.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
