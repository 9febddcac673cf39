// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The serial shell around a whole accelerator in Verilator: jobs of load, run and read back, and before every exchange
 * damaged copies of frames. No damaged frame may be answered or executed, and every answer of every job must be the
 * model's. {@code -Dbitknit.hdl.frames=N} sets the number of damaged frames.
 */
class FrameFuzzTest {
    private static final int FRAMES = Integer.getInteger("bitknit.hdl.frames", 10_000);
    private static final int MOST_PAYLOAD = 40;
    private static final AcceleratorShape SHAPE = new AcceleratorShape(
            1, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, true, 14, 14, 12, 64, 8, 64, 32, 4, 2, 2, 2, 4, 1, 3, 12, Multiplier.DSP);

    @TempDir
    Path folder;

    /** One exchange of the job: a byte each for both lengths, then both contents. */
    private final ByteArrayOutputStream job = new ByteArrayOutputStream();

    private int exchanges;

    @Test
    void noDamagedFrameIsAnsweredAndEveryJobIsRight() throws IOException {
        assertThat(run(VerilogEmitter.resource("frame_link/frame_link.v.vm"), FRAMES))
                .matches("PASS " + FRAMES + " damaged frames, [1-9][0-9]* jobs");
    }

    /** The bench can fail: a link that does not look at the check sum does what damaged frames say. */
    @Test
    void aLinkThatTakesDamagedFramesIsFound() throws IOException {
        Mutant mutant = Mutant.of("frame_link").get(0);
        assertThat(mutant.reason()).isEqualTo("damaged frames are taken");
        assertThat(run(mutant.template(), 200)).startsWith("FAIL");
    }

    private String run(String frameLink, int frames) throws IOException {
        ExternalTool.VERILATOR.require();
        writeJob();
        List<String> arguments = new ArrayList<>(List.of(
                "--binary",
                "--timing",
                "-O3",
                "-Wno-fatal",
                "--top-module",
                "frame_fuzz_tb",
                "--Mdir",
                "built",
                "-o",
                "fuzz",
                "frame_fuzz_tb.v"));
        for (var file : VerilogEmitter.emit(SHAPE).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            arguments.add(file.getKey());
        }
        Files.writeString(
                folder.resolve("bitknit_frame_link.v"),
                VerilogEmitter.renderText("frame_link", frameLink, SHAPE, java.util.Map.of()));
        arguments.add("bitknit_frame_link.v");
        try (var in = FrameFuzzTest.class.getResourceAsStream("frame_fuzz_tb.v")) {
            Files.writeString(folder.resolve("frame_fuzz_tb.v"), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        ExternalTool.Outcome build = ExternalTool.VERILATOR.run(folder, arguments);
        assertThat(build.exitCode()).as(build.output()).isZero();
        Process process = new ProcessBuilder(
                        folder.resolve("built/fuzz").toString(), "+frames=" + frames, "+exchanges=" + exchanges)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .filter(line -> line.startsWith("PASS") || line.startsWith("FAIL"))
                .findFirst()
                .orElse(output);
    }

    private void writeJob() throws IOException {
        job.reset();
        exchanges = 0;
        AcceleratorModel model = RandomProgram.of(SHAPE, 3);
        byte[] load = new HostBytes().load(model).toByteArray();
        SplittableRandom random = new SplittableRandom(7);
        for (int at = 0; at < load.length; ) {
            int part = Math.min(load.length - at, 1 + random.nextInt(MOST_PAYLOAD));
            exchange(Arrays.copyOfRange(load, at, at + part), new byte[0]);
            at += part;
        }
        exchange(new byte[] {'I'}, new byte[] {0x12, 0x34, (byte) 0xAB, (byte) 0xCD});
        model.run();
        exchange(new byte[] {'G'}, new byte[] {'D'});
        int bytes = TemplateNames.bytes(SHAPE.wordBits());
        for (int b = 0; b < SHAPE.ports(); b++) {
            ByteArrayOutputStream words = new ByteArrayOutputStream();
            for (long word : model.banks[0][b]) {
                for (int i = bytes - 1; i >= 0; i--) {
                    words.write((int) (word >>> 8 * i));
                }
            }
            byte[] command = new HostBytes()
                    .header('R', 2, 0, b << SHAPE.addressBits(), SHAPE.bankWords())
                    .toByteArray();
            exchange(command, words.toByteArray());
        }
        StringBuilder hex = new StringBuilder();
        for (byte b : job.toByteArray()) {
            hex.append(String.format("%02x%n", b));
        }
        Files.writeString(folder.resolve("job.hex"), hex);
    }

    private void exchange(byte[] payload, byte[] answer) {
        job.write(payload.length);
        job.write(answer.length);
        job.writeBytes(payload);
        job.writeBytes(answer);
        exchanges++;
    }
}
