// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.quantizer.search.Measured;
import java.util.List;
import java.util.Locale;

/** Measured configurations as an SVG file: cost to the right, validation accuracy up, the front as a line. */
final class SearchPicture {
    static final String MARK = "<!-- bitknit search -->";
    private static final double WIDTH = 640;
    private static final double HEIGHT = 400;
    private static final double LEFT = 64;
    private static final double BOTTOM = 48;
    private static final double MARGIN = 24;
    private static final int TICKS = 5;

    private final double lowCost;
    private final double highCost;
    private final double lowAccuracy;
    private final double highAccuracy;
    private final StringBuilder out = new StringBuilder();

    private SearchPicture(List<Measured> all, double floor) {
        lowCost = all.stream().mapToDouble(Measured::cost).min().orElse(0);
        highCost = Math.max(
                lowCost + 1, all.stream().mapToDouble(Measured::cost).max().orElse(1));
        lowAccuracy = Math.min(
                        floor,
                        all.stream().mapToDouble(Measured::validation).min().orElse(0))
                - 0.01;
        highAccuracy = Math.max(
                        floor,
                        all.stream().mapToDouble(Measured::validation).max().orElse(1))
                + 0.01;
    }

    /**
     * @param measured configurations that the hardware can hold
     * @param floor least accuracy within the budget, drawn as a line
     * @param costUnit name of the horizontal axis
     */
    static String svg(List<Measured> measured, List<Measured> front, double floor, String costUnit) {
        SearchPicture picture = new SearchPicture(measured, floor);
        return picture.draw(measured, front, floor, costUnit);
    }

    private String draw(List<Measured> measured, List<Measured> front, double floor, String costUnit) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(number(WIDTH))
                .append(' ');
        out.append(number(HEIGHT))
                .append("\" font-family=\"sans-serif\" font-size=\"12\">\n")
                .append(MARK);
        out.append("\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int i = 0; i <= TICKS; i++) {
            double cost = lowCost + (highCost - lowCost) * i / TICKS;
            double accuracy = lowAccuracy + (highAccuracy - lowAccuracy) * i / TICKS;
            line(x(cost), y(lowAccuracy), x(cost), y(highAccuracy), "#ddd", "");
            line(x(lowCost), y(accuracy), x(highCost), y(accuracy), "#ddd", "");
            text(x(cost), HEIGHT - BOTTOM + 16, "middle", Text.count(Math.round(cost)));
            text(LEFT - 6, y(accuracy) + 4, "end", String.format(Locale.ROOT, "%.1f", 100 * accuracy));
        }
        line(x(lowCost), y(floor), x(highCost), y(floor), "#c33", " stroke-dasharray=\"4 3\"");
        text(x(highCost), y(floor) - 4, "end", "budget");
        measured.forEach(m -> dot(m, 2.5, "#9ab"));
        for (int i = 1; i < front.size(); i++) {
            Measured a = front.get(i - 1);
            Measured b = front.get(i);
            line(x(a.cost()), y(a.validation()), x(b.cost()), y(b.validation()), "#156", "");
        }
        front.forEach(m -> dot(m, 4, "#156"));
        text((LEFT + WIDTH - MARGIN) / 2, HEIGHT - 10, "middle", costUnit);
        text(LEFT - 50, MARGIN - 8, "start", "validation accuracy, %");
        return out.append("</svg>\n").toString();
    }

    private void dot(Measured m, double radius, String colour) {
        out.append("<circle cx=\"")
                .append(number(x(m.cost())))
                .append("\" cy=\"")
                .append(number(y(m.validation())));
        out.append("\" r=\"")
                .append(number(radius))
                .append("\" fill=\"")
                .append(colour)
                .append("\"><title>point ");
        out.append(m.index()).append("</title></circle>\n");
    }

    private void line(double x1, double y1, double x2, double y2, String colour, String more) {
        out.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1));
        out.append("\" x2=\"").append(number(x2)).append("\" y2=\"").append(number(y2));
        out.append("\" stroke=\"").append(colour).append('"').append(more).append("/>\n");
    }

    private void text(double x, double y, String anchor, String words) {
        out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
        out.append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(words)
                .append("</text>\n");
    }

    private double x(double cost) {
        return LEFT + (cost - lowCost) / (highCost - lowCost) * (WIDTH - LEFT - MARGIN);
    }

    private double y(double accuracy) {
        double share = (accuracy - lowAccuracy) / (highAccuracy - lowAccuracy);
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - MARGIN);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
