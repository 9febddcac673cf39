// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A rule about the text of one file.
 *
 * @param name what the rule asks for, as a sentence
 * @param appliesTo which files, by path from the project root with forward slashes
 * @param finder line numbers and reasons; empty if the file keeps the rule
 */
record LintRule(String name, Predicate<String> appliesTo, Finder finder) {
    private static final int MAX_JAVA_LINES = 500;
    private static final String SPDX = "SPDX-License-Identifier: Apache-2.0";
    private static final Predicate<String> KEPT_INPUT = path -> path.contains("/src/test/resources/");

    /** Looks for breaches in the lines of a file. */
    @FunctionalInterface
    interface Finder {
        List<String> find(String path, List<String> lines);
    }

    /** All rules, in the order to report them. */
    static List<LintRule> all() {
        return List.of(
                new LintRule("a Java file has at most 500 lines", LintRule::isJava, LintRule::tooLong),
                perLine("indentation is spaces", path -> !isMakefile(path), "\\t", "tab"),
                perLine("nothing is left to do", path -> true, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b", "unfinished"),
                perLine(
                        "Velocity keeps every line",
                        path -> path.endsWith(".v.vm"),
                        "##|#\\*|#stop",
                        "lost by Velocity"),
                new LintRule("a file begins with its licence", LintRule::needsLicence, LintRule::withoutLicence),
                perLine(
                        "no path of a machine",
                        path -> true,
                        "(?<![\\w.}])/(work|tmp|root|home|Users)/\\w",
                        "machine path"),
                perLine(
                        "only Main ends the process",
                        path -> isJava(path)
                                && !path.matches("(cli|benchmarks)/src/main/java/io/bitknit/\\w+/Main\\.java"),
                        "(System\\.exit|Runtime.*\\.(halt|exit))\\s*\\(",
                        "ends the process"),
                perLine("no author tags", LintRule::isJava, "^\\s*\\*?\\s*@auth" + "or\\b", "author tag"),
                new LintRule("a class is named for what it is", LintRule::isJava, LintRule::vagueName),
                new LintRule(
                        "a package says what it is for",
                        path -> path.endsWith("/package-info.java"),
                        LintRule::thinPackage));
    }

    private static LintRule perLine(String name, Predicate<String> appliesTo, String regex, String reason) {
        Pattern pattern = Pattern.compile(regex);
        return new LintRule(name, appliesTo.and(KEPT_INPUT.negate()), (path, lines) -> {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add((i + 1) + ": " + reason);
                }
            }
            return found;
        });
    }

    private static boolean isJava(String path) {
        return path.endsWith(".java");
    }

    private static boolean isMakefile(String path) {
        return path.endsWith("Makefile") || path.endsWith(".mk");
    }

    private static boolean needsLicence(String path) {
        boolean source = path.matches(".*\\.(java|v|vm|sv|yaml|yml|xml|sh|py|c|h)");
        return source && !KEPT_INPUT.test(path);
    }

    private static List<String> withoutLicence(String path, List<String> lines) {
        // A shebang and an XML declaration must be first.
        boolean second = !lines.isEmpty() && lines.get(0).matches("#!.*|<\\?xml.*");
        int at = second ? 1 : 0;
        boolean there = lines.size() > at && lines.get(at).contains(SPDX);
        return there ? List.of() : List.of((at + 1) + ": no line '" + SPDX + "'");
    }

    private static List<String> tooLong(String path, List<String> lines) {
        return lines.size() <= MAX_JAVA_LINES ? List.of() : List.of(lines.size() + ": the last of too many lines");
    }

    private static List<String> vagueName(String path, List<String> lines) {
        return path.matches(".*(Util|Utils|Helper|Helpers|Manager|Impl|Tools)\\.java")
                ? List.of("1: name it after what it is")
                : List.of();
    }

    private static List<String> thinPackage(String path, List<String> lines) {
        String text = String.join(" ", lines);
        boolean complete =
                text.contains("{@link") && text.matches(".*\\b[Rr]ead .*") && text.matches(".*\\b[Ii]mports .*");
        return complete ? List.of() : List.of("1: say its purpose, the class to read first, and what it imports");
    }
}
