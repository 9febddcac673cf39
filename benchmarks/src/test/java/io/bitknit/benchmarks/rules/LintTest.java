// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@link LintRule} hold in every text file of the project. */
class LintTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS =
            Set.of("node_modules", "obj_dir", "ReaderFuzzTestInputs", "BoardFuzzTestInputs", "DesignFuzzTestInputs");
    /** What is built, and what the commands of the README leave: people run them before the tests. */
    private static final List<PathMatcher> IGNORED = ignored();

    private static final Set<String> HIDDEN_BUT_OURS = Set.of(".mvn", ".ci", ".github");
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|v|vm|sv|vh|yaml|yml|xml|md|txt|sh|py|c|h|js|css|html|config|properties)|[^.]+");

    @Test
    void projectKeepsTheRules() throws IOException {
        Map<String, List<String>> files = textFiles();
        assertThat(files)
                .as("text files below the project root")
                .hasSizeGreaterThan(30)
                .containsKey("pom.xml");
        List<String> breaches = new ArrayList<>();
        for (LintRule rule : LintRule.all()) {
            files.forEach((path, lines) -> breaches.addAll(breaches(rule, path, lines)));
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void everyPackageHasItsPage() throws IOException {
        Set<String> folders = new TreeSet<>();
        Set<String> described = new TreeSet<>();
        for (String path : textFiles().keySet()) {
            if (path.contains("/src/main/java/") && path.endsWith(".java")) {
                String folder = path.substring(0, path.lastIndexOf('/'));
                (path.endsWith("/package-info.java") ? described : folders).add(folder);
            }
        }
        folders.removeAll(described);
        assertThat(folders).as("packages without package-info.java").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "indentation is spaces                  | a/A.java          | `\tint a;`",
                "nothing is left to do                  | doc/a.md          | see TO%DO",
                "Velocity keeps every line              | a/u.v.vm          | assert(a ##1 b);",
                "Velocity keeps every line              | a/u.v.vm          | #* lost *#",
                "a file begins with its licence         | a/A.java          | package a;",
                "a file begins with its licence         | a/run.sh          | #!/bin/sh",
                "no path of a machine                   | doc/a.md          | see /%work/main",
                "no path of a machine                   | a/A.java          | Path.of(`/%tmp/x`)",
                "no path of a machine                   | a/A.java          | /%home/me",
                "only Main ends the process             | sim/src/main/A.java | System.ex%it(1);",
                "only Main ends the process             | a/A.java          | Runtime.getRuntime().ha%lt(1);",
                "no author tags                         | a/A.java          | ` * @auth%or me`",
                "a class is named for what it is        | a/StringUtil.java | class StringUtil",
                "a package says what it is for          | a/package-info.java | /** Things. */",
            })
    void aBreachIsFound(String name, String path, String line) {
        // The sign % parts what the rules would find in this file.
        List<String> lines = List.of(line.replace("%", ""));
        LintRule rule = LintRule.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(breaches(rule, path, lines))
                .as("breaches of '%s' in '%s'", name, line)
                .hasSize(1);
    }

    @Test
    void aLongFileIsFound() {
        LintRule rule = LintRule.all().get(0);
        assertThat(breaches(rule, "a/A.java", Collections.nCopies(500, "//"))).isEmpty();
        assertThat(breaches(rule, "a/A.java", Collections.nCopies(501, "//"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "my.design, true",
        "my.q, true",
        "bitknit-demo, true",
        "report.html, true",
        "sim/target, true",
        "a/A.class, true",
        "doc, false",
        "a/my.design, false",
        "README.md, false",
        "sim/src/main/java/io/bitknit/sim, false"
    })
    void whatVersionsDoNotHoldIsNotRead(String path, boolean ignored) {
        assertThat(isIgnored(ROOT.resolve(path))).isEqualTo(ignored);
    }

    private static List<PathMatcher> ignored() {
        try {
            return Files.readAllLines(ROOT.resolve(".gitignore")).stream()
                    .map(line -> line.endsWith("/") ? line.substring(0, line.length() - 1) : line)
                    .map(line -> line.startsWith("/") ? line.substring(1) : "{**/,}" + line)
                    .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isIgnored(Path path) {
        Path relative = ROOT.relativize(path);
        return IGNORED.stream().anyMatch(matcher -> matcher.matches(relative));
    }

    private static List<String> breaches(LintRule rule, String path, List<String> lines) {
        if (!rule.appliesTo().test(path)) {
            return List.of();
        }
        return rule.finder().find(path, lines).stream()
                .map(finding -> path + ":" + finding + " (" + rule.name() + ")")
                .toList();
    }

    /** Lines by path from the root, without what is built, hidden or not text. */
    private static Map<String, List<String>> textFiles() throws IOException {
        Map<String, List<String>> files = new TreeMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean hidden = name.startsWith(".") && !HIDDEN_BUT_OURS.contains(name) && !folder.equals(ROOT);
                return hidden || NOT_OURS.contains(name) || isIgnored(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile()
                        && !isIgnored(file)
                        && TEXT.matcher(name).matches()
                        && !name.equals("LICENSE")) {
                    try {
                        files.put(ROOT.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file));
                    } catch (MalformedInputException e) {
                        throw new IOException(file + " is not UTF-8", e);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
