// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

/** The report for programs: the components of {@link Report} as JSON, in their order. */
public final class ReportJson {
    private ReportJson() {}

    public static byte[] bytes(Report report) {
        return Json.bytes(report);
    }
}
