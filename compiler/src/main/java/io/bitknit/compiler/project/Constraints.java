// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.Board;
import io.bitknit.boards.Clock;
import io.bitknit.boards.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The constraints file of a board: the pins that its top level uses and the frequency of its clock.
 *
 * @param board the board
 * @param ports role of its pin by port of the top level, in the order to write them
 */
record Constraints(Board board, Map<String, String> ports) {
    /** Text in the language of the board's flow; empty where it reads none. */
    String text() {
        return switch (board.flow()) {
            case NEXTPNR_ICE40 -> pcf();
            case NEXTPNR_ECP5 -> lpf();
            case NEXTPNR_GOWIN -> cst();
            case VIVADO -> xdc();
            case SIMULATION, ESTIMATE_ONLY -> "";
        };
    }

    /** A port of the top level and its pin. */
    private record Place(String port, Pin pin) {}

    private List<Place> pins() {
        List<Place> places = new ArrayList<>();
        ports.forEach((port, role) -> board.pin(role).ifPresent(pin -> places.add(new Place(port, pin))));
        return places;
    }

    /** The clock whose pin is the port {@code clk}. */
    private Optional<Clock> clock() {
        return board.clocks().stream()
                .filter(c -> c.pinRole()
                        .filter(role -> role.equals(ports.get("clk")))
                        .isPresent())
                .findFirst();
    }

    private String pcf() {
        StringBuilder out = new StringBuilder(head("#"));
        for (Place place : pins()) {
            Pin pin = place.pin();
            out.append("set_io ")
                    .append(place.port())
                    .append(' ')
                    .append(pin.location())
                    .append('\n');
        }
        clock().ifPresent(c -> out.append("set_frequency ")
                .append("clk")
                .append(' ')
                .append(ClockPlan.mhz(c.hz()))
                .append('\n'));
        return out.toString();
    }

    private String lpf() {
        StringBuilder out = new StringBuilder(head("#"));
        for (Place place : pins()) {
            Pin pin = place.pin();
            out.append(String.format(Locale.ROOT, "LOCATE COMP \"%s\" SITE \"%s\";\n", place.port(), pin.location()));
            pin.ioStandard()
                    .ifPresent(standard -> out.append(
                            String.format(Locale.ROOT, "IOBUF PORT \"%s\" IO_TYPE=%s;\n", place.port(), standard)));
        }
        clock().ifPresent(c -> out.append(
                String.format(Locale.ROOT, "FREQUENCY PORT \"%s\" %s MHZ;\n", "clk", ClockPlan.mhz(c.hz()))));
        return out.toString();
    }

    private String cst() {
        StringBuilder out = new StringBuilder(head("//"));
        for (Place place : pins()) {
            Pin pin = place.pin();
            out.append(String.format(Locale.ROOT, "IO_LOC \"%s\" %s;\n", place.port(), pin.location()));
            pin.ioStandard()
                    .ifPresent(standard -> out.append(
                            String.format(Locale.ROOT, "IO_PORT \"%s\" IO_TYPE=%s;\n", place.port(), standard)));
        }
        return out.toString();
    }

    private String xdc() {
        StringBuilder out = new StringBuilder(head("#"));
        for (Place place : pins()) {
            Pin pin = place.pin();
            xdcPin(out, place.port(), pin.location(), pin.ioStandard());
            pin.negative().ifPresent(negative -> xdcPin(out, place.port() + "_n", negative, pin.ioStandard()));
        }
        clock().ifPresent(c -> out.append(
                String.format(Locale.ROOT, "create_clock -period %.3f [get_ports %s]\n", 1e9 / c.hz(), "clk")));
        return out.toString();
    }

    private static void xdcPin(StringBuilder out, String port, String location, Optional<String> standard) {
        out.append(String.format(Locale.ROOT, "set_property PACKAGE_PIN %s [get_ports %s]\n", location, port));
        standard.ifPresent(
                s -> out.append(String.format(Locale.ROOT, "set_property IOSTANDARD %s [get_ports %s]\n", s, port)));
    }

    private String head(String comment) {
        return comment + " Pins and clock of the board " + board.name() + ". Generated; do not edit.\n";
    }
}
