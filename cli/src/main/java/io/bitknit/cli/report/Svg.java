// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

/** One inline SVG picture under construction. Lengths in CSS pixels; colours are the page's classes. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;
    private final String title;

    /** @param title read aloud instead of the picture; escaped here */
    Svg(double width, double height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    Svg rect(double x, double y, double w, double h, double radius, String classes, String tooltip) {
        body.append("<rect x=\"").append(Markup.px(x)).append("\" y=\"").append(Markup.px(y));
        body.append("\" width=\"")
                .append(Markup.px(Math.max(0, w)))
                .append("\" height=\"")
                .append(Markup.px(h));
        if (radius > 0) {
            body.append("\" rx=\"").append(Markup.px(radius));
        }
        body.append("\" class=\"").append(classes);
        if (tooltip.isEmpty()) {
            body.append("\"/>\n");
        } else {
            body.append("\"><title>").append(Markup.text(tooltip)).append("</title></rect>\n");
        }
        return this;
    }

    /** @param path path data, made of numbers only */
    Svg path(String path, String classes) {
        body.append("<path d=\"")
                .append(path)
                .append("\" class=\"")
                .append(classes)
                .append("\"/>\n");
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String classes) {
        return path("M" + Markup.px(x1) + " " + Markup.px(y1) + "L" + Markup.px(x2) + " " + Markup.px(y2), classes);
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg label(double x, double y, String anchor, String classes, String text) {
        body.append("<text x=\"").append(Markup.px(x)).append("\" y=\"").append(Markup.px(y));
        body.append("\" text-anchor=\"")
                .append(anchor)
                .append("\" class=\"")
                .append(classes)
                .append("\">");
        body.append(Markup.text(text)).append("</text>\n");
        return this;
    }

    /** The finished element; scales down with the page as long as its text stays readable, never up. */
    String element() {
        return "<div class=\"scroll\"><svg viewBox=\"0 0 " + Markup.px(width) + " " + Markup.px(height)
                + "\" style=\"max-width:"
                + Markup.px(width) + "px\" role=\"img\" aria-label=\"" + Markup.text(title) + "\">\n" + body
                + "</svg></div>\n";
    }
}
