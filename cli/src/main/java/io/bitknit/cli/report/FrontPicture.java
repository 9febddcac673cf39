// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.compiler.search.ExploredPoint;
import java.util.List;
import java.util.Locale;

/** The front of an exploration as a picture of its own: cycles to the right, area upwards, memory as the size of a dot. */
public final class FrontPicture {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 480;
    private static final double LEFT = 70;
    private static final double BOTTOM = 420;
    private static final double TOP = 30;
    private static final double RIGHT = 870;
    private static final int TICKS = 5;

    private FrontPicture() {}

    /** @param front at least one point, fastest first */
    public static String of(List<ExploredPoint> front, String board) {
        double least = front.get(0).cycles();
        double most = Math.max(least + 1, front.get(front.size() - 1).cycles());
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\""
                        + " font-size=\"13\">\n<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                WIDTH,
                HEIGHT,
                Markup.text("cycles, area and memory on " + board)));
        for (int i = 0; i <= TICKS; i++) {
            double percent = 100.0 * i / TICKS;
            line(svg, LEFT, y(percent), RIGHT, y(percent));
            label(svg, LEFT - 8, y(percent) + 4, "end", Markup.decimal(percent, 0) + " %");
            double cycles = least * Math.pow(most / least, (double) i / TICKS);
            label(svg, x(cycles, least, most), BOTTOM + 20, "middle", String.format(Locale.ROOT, "%,.0f", cycles));
        }
        label(
                svg,
                (LEFT + RIGHT) / 2,
                BOTTOM + 44,
                "middle",
                "cycles of a run (logarithmic); dots: share of block RAM");
        label(svg, LEFT, TOP - 12, "start", "largest share of usable tables, flip-flops or multipliers");
        for (ExploredPoint point : front) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#1f6f8b\" fill-opacity=\"0.7\"><title>%s</title></circle>\n",
                    x(point.cycles(), least, most),
                    y(point.costs().areaPercent()),
                    3 + 9 * Math.sqrt(point.costs().memoryPercent() / 100),
                    Markup.text(String.join(" ", point.options()) + ": " + point.cycles() + " cycles")));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(double cycles, double least, double most) {
        return LEFT + (RIGHT - LEFT) * Math.log(cycles / least) / Math.log(most / least);
    }

    private static double y(double percent) {
        return BOTTOM - (BOTTOM - TOP) * Math.min(100, percent) / 100;
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void label(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n",
                x,
                y,
                anchor,
                Markup.text(text)));
    }
}
