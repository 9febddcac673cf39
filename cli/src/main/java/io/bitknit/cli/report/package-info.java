// SPDX-License-Identifier: Apache-2.0
/**
 * The report: what a design is, what it costs and why, as JSON and as one HTML page that needs no network.
 *
 * <p>Read {@link io.bitknit.cli.report.Report} first: it is the whole content, and the page and the JSON only print
 * it. {@code ReportBuilder} is the one place that asks the other modules.
 *
 * <p>Imports only: {@code model}, {@code compiler}, {@code sim}, {@code boards}, {@code quantizer}, Jackson.
 */
package io.bitknit.cli.report;
