// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a copied folder with a path of its own choice: what it does when programs are missing, and that its
 * jars are found from elsewhere. No test builds anything.
 */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "bitknit").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path project;
    private Path programs;

    @BeforeEach
    void copyLauncher() throws IOException {
        project = Files.createDirectories(folder.resolve("a project's folder"));
        Files.copy(LAUNCHER, project.resolve("bitknit"));
        Files.createDirectories(project.resolve("cli/src/main"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("cli/pom.xml"), "<project/>");
        programs = Files.createDirectories(folder.resolve("programs"));
        for (String name : List.of(
                "sh",
                "dirname",
                "readlink",
                "find",
                "sort",
                "xargs",
                "sha256sum",
                "cut",
                "cat",
                "mkdir",
                "rm",
                "mktemp",
                "sed",
                "head",
                "awk",
                "ls",
                "tail",
                "mv",
                "cp",
                "touch",
                "grep",
                "env")) {
            passOn(name);
        }
        script("id", "echo 1000");
    }

    @Test
    void withoutTheRightToInstallItSaysWhatToInstall() throws Exception {
        script("apt-get", "exit 9");
        script("apt-cache", "exit 0");
        Run run = run(project.resolve("bitknit"), "demo");
        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err.lines()).hasSize(1);
        assertThat(run.err)
                .startsWith("missing: jdk maven verilator g++ make iverilog; install with: sudo apt-get install ")
                .contains("openjdk-17-jdk-headless maven verilator g++ make iverilog");
        assertThat(run.out).isEmpty();
    }

    @Test
    void testsWantTheProversToo() throws Exception {
        script("apt-get", "exit 9");
        script("apt-cache", "exit 0");
        Run run = run(project.resolve("bitknit"), "test");
        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err.lines()).hasSize(1);
        assertThat(run.err).contains("iverilog yosys z3 nextpnr-ice40 fpga-icestorm");
    }

    @Test
    void withoutAptItStillSaysWhatIsMissing() throws Exception {
        Run run = run(project.resolve("bitknit"), "demo");
        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err.lines()).hasSize(1);
        assertThat(run.err).contains("verilator").contains("package manager");
    }

    @Test
    void unknownTestOptionIsRefused() throws Exception {
        Run run = run(project.resolve("bitknit"), "test", "--fast");
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).isEqualTo("error: 'test' has no option '--fast'; it has --tools-required and --help\n");
    }

    @Test
    void wrongJavaHomeIsNamed() throws Exception {
        Run run = run(project.resolve("bitknit"), List.of("JAVA_HOME=/no/such/jdk"), "boards");
        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err).contains("JAVA_HOME names '/no/such/jdk'");
    }

    @Test
    void runsTheBuiltJarsThroughALinkAndPassesArgumentsUnchanged() throws Exception {
        script("java", "case $1 in -version) echo 'openjdk version \"17.0.1\"' >&2;; *) printf '<%s>' \"$@\";; esac");
        Path digest = project.resolve(".bitknit").resolve(stamp());
        Files.createDirectories(digest.resolve("lib"));
        Files.writeString(digest.resolve("jars"), "one.jar\ntwo.jar\n");
        Files.writeString(digest.resolve("complete"), "");
        Path link = folder.resolve("a link");
        Files.createSymbolicLink(link, project.resolve("bitknit"));
        Run run = run(link, "estimate", "a b", "", "$HOME", "it's \"x\"", "*");
        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).isZero();
        String jars = digest.toRealPath() + "/lib/";
        assertThat(run.out)
                .contains("<" + jars + "one.jar:" + jars + "two.jar>")
                .endsWith("<io.bitknit.cli.Main><estimate><a b><><$HOME><it's \"x\"><*>");
    }

    private String stamp() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "find pom.xml ./*/pom.xml ./*/src/main -type f ! -name '*~' ! -name '.*' -print0"
                                + " | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16")
                .directory(project.toFile())
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.strip();
    }

    private record Run(int exitCode, String out, String err) {}

    private Run run(Path launcher, String... arguments) throws Exception {
        return run(launcher, List.of(), arguments);
    }

    private Run run(Path launcher, List<String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("HOME", folder.toString());
        for (String setting : environment) {
            int equals = setting.indexOf('=');
            builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Path err = folder.resolve("err.txt");
        builder.redirectError(err.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, Files.readString(err));
    }

    private void passOn(String name) throws IOException {
        for (String place : List.of("/usr/bin/", "/bin/")) {
            if (Files.exists(Path.of(place + name))) {
                script(name, "exec " + place + name + " \"$@\"");
                return;
            }
        }
        throw new IOException("the test needs the program '" + name + "'");
    }

    private void script(String name, String body) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
