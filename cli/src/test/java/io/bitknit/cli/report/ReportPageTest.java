// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class ReportPageTest {
    private static final Pattern TAG = Pattern.compile("<\\s*(/?)([A-Za-z!][A-Za-z0-9]*)");

    @Test
    void hasEverySection() {
        String page = ReportPage.html(SampleReport.named("cora"));
        for (String id : new String[] {
            "model", "accuracy", "bits", "dataflow", "schedule", "board", "choices", "engines", "stages"
        }) {
            assertThat(page).contains("<section id=\"" + id + "\">");
        }
        assertThat(page)
                .contains("82.0\u202f%")
                .contains("does not fit")
                .contains("A(XW)")
                .contains("too large: LUT \u00d71.2, DSP: none usable")
                .contains("binds")
                .contains("394 running, 2 waiting, 24 idle")
                .contains("840");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "\" onload=\"alert(1)",
                "' onload='alert(1)",
                "two\nlines\r\tand\u0000nothing",
                "</title></style><img src=x onerror=alert(1)>",
                "]]><!-- --> &lt; &#60;",
                "\u202Eright to left\u2028",
                "\ud83d\udc1d",
                "module"
            })
    void hostileNameStaysText(String name) {
        String plain = ReportPage.html(SampleReport.named("cora"));
        String page = ReportPage.html(SampleReport.named(name));
        assertThat(tags(page)).isEqualTo(tags(plain));
        assertThat(page).doesNotContain("\u0000").doesNotContain("\u202E").doesNotContain("\" onload");
    }

    @Test
    void asksForNothingFromOutside() {
        String page = ReportPage.html(SampleReport.named("cora"));
        assertThat(page).contains("default-src 'none'");
        assertThat(Pattern.compile("(src|href)=\"(?!#)|url\\(|@import|https?:")
                        .matcher(page)
                        .find())
                .isFalse();
    }

    @Test
    void picturesAreWellFormed() throws Exception {
        String page = ReportPage.html(SampleReport.named("<&\"'>"));
        int pictures = 0;
        for (int at = page.indexOf("<svg"); at >= 0; at = page.indexOf("<svg", at + 1)) {
            String svg = page.substring(at, page.indexOf("</svg>", at) + 6);
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            pictures++;
        }
        assertThat(pictures).isEqualTo(6);
    }

    @Test
    void missingPartsAreNamed() {
        Report full = SampleReport.named("cora");
        Report bare = new Report(
                full.format(),
                full.version(),
                full.model(),
                full.accuracy(),
                full.bits(),
                full.dataflow(),
                full.schedule(),
                full.board(),
                full.roofline(),
                full.units(),
                full.unitSource(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
        assertThat(ReportPage.html(bare))
                .contains("Not compared yet")
                .contains("Not synthesized yet")
                .contains("Left out")
                .contains("does not say which");
    }

    @Test
    void jsonHasTheComponentsInOrder(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.json");
        Files.write(file, ReportJson.bytes(SampleReport.named("a\"b\n")));
        var root = JsonMapper.shared().readTree(Files.readAllBytes(file));
        assertThat(root.propertyNames())
                .containsExactly(
                        "format",
                        "version",
                        "model",
                        "accuracy",
                        "bits",
                        "dataflow",
                        "schedule",
                        "board",
                        "roofline",
                        "units",
                        "unitSource",
                        "shapes",
                        "orders",
                        "stages",
                        "agreement",
                        "build");
        assertThat(root.at("/model/name").asString()).isEqualTo("a\"b\n");
    }

    private static List<String> tags(String page) {
        return TAG.matcher(page).results().map(m -> m.group(1) + m.group(2)).toList();
    }
}
