// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the keys of device and board files mean and may hold. */
final class BoardSchema {
    private static final int MAX_CAPACITY = 100_000_000;
    private static final long MAX_CLOCK_HZ = 10_000_000_000L;
    private static final int MAX_ENTRIES = 256;
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9_]{1,16}");
    /** Words that reach build scripts and constraints: nothing in them can end a string or start a command. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,63}");

    private BoardSchema() {}

    static Device device(YamlNode.Mapping mapping) {
        Section root = new Section(mapping, "");
        kind(root, "device");
        String name = name(root);
        String title = root.text("title");
        Family family = root.oneOf("family", Family.values(), Family::label);
        String toolDevice = root.text("toolDevice", WORD, "a word of letters, digits and _ . / -");
        Section capacity = root.section("capacity");
        Fact luts = fact(capacity, "luts", 1);
        Fact ffs = fact(capacity, "ffs", 1);
        Fact bramBlocks = fact(capacity, "bramBlocks", 1);
        Fact dsps = fact(capacity, "dsps", 0);
        capacity.done();
        List<OnChipRam> otherRams = new ArrayList<>();
        for (Section ram : atMost(root, "otherRams")) {
            String ramName = ram.text("name");
            int blockKbit = (int) ram.integer("blockKbit", 1, MAX_CAPACITY);
            otherRams.add(new OnChipRam(ramName, factFields(ram, 1), blockKbit));
        }
        List<ClockEntry> clocks = clockEntries(root);
        if (clocks.isEmpty()) {
            throw root.fail("B-005", "acceleratorClocks", "at least one entry is needed");
        }
        root.done();
        return new Device(name, title, family, toolDevice, luts, ffs, bramBlocks, dsps, otherRams, clocks);
    }

    /**
     * @param mapping the board's file, merged
     * @param deviceFolder folder that a device file is looked for in; empty for a built-in board
     */
    static Board board(YamlNode.Mapping mapping, Optional<Path> deviceFolder) {
        Section root = new Section(mapping, "");
        kind(root, "board");
        String name = name(root);
        String title = root.text("title");
        String reference = root.text("device");
        String devicePlace = root.fail("B-008", "device", "").place();
        Device device = device(BoardFiles.fromReference(BoardFiles.Kind.DEVICE, reference, deviceFolder, devicePlace)
                .mapping());
        String part = root.text("part", WORD, "a word of letters, digits and _ . / -");
        String packageName = root.text("package", WORD, "a word of letters, digits and _ . / -");
        String speedGrade = root.text("speedGrade", WORD, "a word of letters, digits and _ . / -");
        Flow flow = root.oneOf("flow", Flow.values(), Flow::label);
        HostLink hostLink = root.oneOf("hostLink", HostLink.values(), HostLink::label);
        String source = root.text("source");
        List<Pin> pins = pins(root);
        List<Clock> clocks = clocks(root, pins);
        List<Memory> memories = new ArrayList<>();
        for (Section memory : atMost(root, "memories")) {
            String memoryName = memory.text("name");
            memories.add(new Memory(memoryName, factFields(memory, "kibibytes", 1)));
        }
        Usable usable = usable(root);
        List<ClockEntry> own = clockEntries(root);
        List<ClockEntry> ofGrade = (own.isEmpty() ? device.acceleratorClocks() : own)
                .stream().filter(entry -> entry.speedGrade().equals(speedGrade)).toList();
        if (ofGrade.isEmpty()) {
            throw root.fail(
                    "B-009",
                    "speedGrade",
                    "no accelerator clock is known for device '" + device.name() + "' in speed grade '" + speedGrade
                            + "'; add an entry under acceleratorClocks");
        }
        List<String> notes = root.texts("notes");
        root.done();
        if (clocks.isEmpty() && flow != Flow.ESTIMATE_ONLY) {
            throw root.fail("B-005", "clocks", "at least one clock is needed for the flow " + flow.label());
        }
        return new Board(
                name,
                title,
                device,
                part,
                packageName,
                speedGrade,
                clocks,
                pins,
                memories,
                usable,
                flow,
                hostLink,
                ofGrade,
                source,
                notes);
    }

    private static void kind(Section root, String expected) {
        String kind = root.text("kind");
        if (!kind.equals(expected)) {
            throw root.fail("B-007", "kind", "expected a " + expected + " file, found '" + kind + "'");
        }
    }

    private static String name(Section root) {
        return root.text("name", BoardFiles.NAME, "1 to 64 of a-z, 0-9 and -");
    }

    private static Fact fact(Section parent, String key, long lowest) {
        Section section = parent.section(key);
        return factFields(section, lowest);
    }

    private static Fact factFields(Section section, long lowest) {
        return factFields(section, "value", lowest);
    }

    private static Fact factFields(Section section, String valueKey, long lowest) {
        long value = section.integer(valueKey, lowest, MAX_CAPACITY);
        String source = section.text("source");
        boolean unverified = section.flag("unverified");
        section.done();
        return new Fact(value, source, !unverified);
    }

    private static List<Pin> pins(Section root) {
        List<Pin> pins = new ArrayList<>();
        if (!root.has("pins")) {
            return pins;
        }
        Section section = root.section("pins");
        for (String role : section.keys()) {
            if (!ROLE.matcher(role).matches()) {
                throw section.fail("B-007", role, "expected a role of a-z, 0-9 and _, found '" + role + "'");
            }
            if (pins.size() == MAX_ENTRIES) {
                throw section.fail("B-007", role, "more than " + MAX_ENTRIES + " pins");
            }
            Section pin = section.section(role);
            String location = pin.text("pin", LOCATION, "1 to 16 letters, digits and _");
            Optional<String> negative = pin.has("negative")
                    ? Optional.of(pin.text("negative", LOCATION, "1 to 16 letters, digits and _"))
                    : Optional.empty();
            Optional<String> ioStandard = pin.has("ioStandard")
                    ? Optional.of(pin.text("ioStandard", WORD, "a word of letters, digits and _ . / -"))
                    : Optional.empty();
            boolean activeLow = pin.flag("activeLow");
            pin.done();
            refuseTaken(pins, location, pin, "pin");
            negative.ifPresent(other -> refuseTaken(pins, other, pin, "negative"));
            pins.add(new Pin(role, location, negative, ioStandard, activeLow));
        }
        return pins;
    }

    private static void refuseTaken(List<Pin> pins, String location, Section section, String key) {
        for (Pin pin : pins) {
            if (pin.location().equals(location)
                    || pin.negative().filter(location::equals).isPresent()) {
                throw section.fail("B-009", key, "'" + location + "' is already the pin of '" + pin.role() + "'");
            }
        }
    }

    private static List<Clock> clocks(Section root, List<Pin> pins) {
        List<Clock> clocks = new ArrayList<>();
        for (Section section : atMost(root, "clocks")) {
            String name = section.text("name", ROLE, "a name of a-z, 0-9 and _");
            long hz = section.integer("hz", 1, MAX_CLOCK_HZ);
            Optional<String> role = section.optionalText("pin");
            if (role.isPresent() && pins.stream().noneMatch(pin -> pin.role().equals(role.get()))) {
                throw section.fail("B-009", "pin", "no role '" + role.get() + "' under pins");
            }
            Optional<Clock.Pll> pll = section.has("pll")
                    ? Optional.of(section.oneOf("pll", Clock.Pll.values(), Clock.Pll::label))
                    : Optional.empty();
            section.done();
            clocks.add(new Clock(name, hz, role, pll));
        }
        return clocks;
    }

    private static Usable usable(Section root) {
        if (!root.has("usable")) {
            return Usable.DEFAULT;
        }
        Section section = root.section("usable");
        Usable usable = new Usable(
                percent(section, "lutPercent", Usable.DEFAULT.lutPercent()),
                percent(section, "ffPercent", Usable.DEFAULT.ffPercent()),
                percent(section, "ramPercent", Usable.DEFAULT.ramPercent()),
                percent(section, "dspPercent", Usable.DEFAULT.dspPercent()));
        section.done();
        return usable;
    }

    private static int percent(Section section, String key, int ifMissing) {
        return section.has(key) ? (int) section.integer(key, 1, 100) : ifMissing;
    }

    private static List<ClockEntry> clockEntries(Section root) {
        List<ClockEntry> entries = new ArrayList<>();
        for (Section section : atMost(root, "acceleratorClocks")) {
            String speedGrade = section.text("speedGrade", WORD, "a word of letters, digits and _ . / -");
            EngineSize most = new EngineSize(
                    ifGiven(section, "engines", 256),
                    (int) section.integer("ports", 1, 256),
                    (int) section.integer("slots", 1, 16),
                    ifGiven(section, "planes", 4));
            int lowestMhz = (int) section.integer("lowestMhz", 1, 2_000);
            int highestMhz = section.has("highestMhz") ? (int) section.integer("highestMhz", 1, 2_000) : lowestMhz;
            if (highestMhz < lowestMhz) {
                throw section.fail(
                        "B-007", "highestMhz", "highestMhz " + highestMhz + " is below lowestMhz " + lowestMhz);
            }
            ClockEntry.Kind kind = section.oneOf("kind", ClockEntry.Kind.values(), ClockEntry.Kind::label);
            String source = section.text("source");
            section.done();
            entries.add(new ClockEntry(speedGrade, most, lowestMhz, highestMhz, kind, source));
        }
        return entries;
    }

    /** A limit that holds for everything where it is left out. */
    private static int ifGiven(Section section, String key, int most) {
        return section.has(key) ? (int) section.integer(key, 1, most) : most;
    }

    private static List<Section> atMost(Section root, String key) {
        List<Section> sections = root.sections(key);
        if (sections.size() > MAX_ENTRIES) {
            throw root.fail("B-007", key, "more than " + MAX_ENTRIES + " entries");
        }
        return sections;
    }
}
