// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every error code is thrown somewhere, explained in the manual, and seen by a test. */
class ErrorCodesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern THROWN = Pattern.compile("\"([A-Z]-[0-9]{3})\"");
    private static final Pattern EXPLAINED = Pattern.compile("(?m)^\\| ([A-Z]-[0-9]{3}) \\|");
    private static final Pattern SEEN = Pattern.compile("\\b([A-Z]-[0-9]{3})(?![0-9])");

    @Test
    void everyCodeIsExplainedAndEveryExplanationHasItsCode() throws IOException {
        Set<String> explained = new TreeSet<>();
        for (String page : List.of("doc/errors.md", "doc/BOARDS.md")) {
            collect(EXPLAINED, ROOT.resolve(page), explained);
        }
        assertThat(explained).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(codes(THROWN, "src/main"));
    }

    @Test
    void everyCodeIsSeenByATest() throws IOException {
        Set<String> unseen = codes(THROWN, "src/main");
        unseen.removeAll(codes(SEEN, "src/test"));
        assertThat(unseen).isEmpty();
    }

    private static Set<String> codes(Pattern pattern, String part) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve(part))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(ErrorCodesTest::isText).toList()) {
                        collect(pattern, file, codes);
                    }
                }
            }
        }
        return codes;
    }

    /** Sources, and kept lines: those are {@code .txt} files, or files named {@code expect}. */
    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        boolean here = name.equals("ErrorCodesTest.java");
        return !here && (name.endsWith(".java") || name.endsWith(".txt") || name.equals("expect"));
    }

    private static void collect(Pattern pattern, Path file, Set<String> codes) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        pattern.matcher(text).results().forEach(match -> codes.add(match.group(1)));
    }
}
