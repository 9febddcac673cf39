// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.List;

/** The boards that are built in, and those of the user's own files. */
public final class Boards {
    private Boards() {}

    /** Names of the built-in boards, in the order to show them. */
    public static List<String> builtInNames() {
        return BoardFiles.builtInNames(BoardFiles.Kind.BOARD);
    }

    /** All built-in boards, in the order to show them. */
    public static List<Board> builtIn() {
        return builtInNames().stream().map(Boards::load).toList();
    }

    /** All built-in devices, in the order to show them; some are on no built-in board. */
    public static List<Device> builtInDevices() {
        return BoardFiles.builtInNames(BoardFiles.Kind.DEVICE).stream()
                .map(name -> BoardSchema.device(
                        BoardFiles.fromUser(BoardFiles.Kind.DEVICE, name).mapping()))
                .toList();
    }

    /**
     * A board by its built-in name or from a user's own file.
     *
     * @param nameOrPath for example {@code ulx3s-85f} or {@code boards/mine.yaml}; a path ends in .yaml or .yml
     * @throws BoardException if there is no such board or its file is wrong; one line with file, line and path
     */
    public static Board load(String nameOrPath) {
        BoardFiles.Loaded loaded = BoardFiles.fromUser(BoardFiles.Kind.BOARD, nameOrPath);
        return BoardSchema.board(loaded.mapping(), loaded.deviceFolder());
    }
}
