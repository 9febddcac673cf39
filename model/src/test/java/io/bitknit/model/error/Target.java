// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import io.bitknit.model.GraphData;
import io.bitknit.model.Samples;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.model.file.QuantizedNetworkFile;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.NpyArray;
import io.bitknit.model.format.PickledArrays;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.NetworkSamples;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.model.read.PygImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Every reader as a function of one file's bytes, everything around that file being good. */
enum Target {
    SAFETENSORS {
        @Override
        void read(Path folder, byte[] content) {
            SafetensorsFile.parse("file", content);
        }

        @Override
        byte[] seed(Path folder) {
            return SafetensorsFile.toBytes("file", Inputs.layers());
        }
    },
    JSON {
        @Override
        void read(Path folder, byte[] content) {
            JsonSection.parse("file", content);
        }

        @Override
        byte[] seed(Path folder) {
            return Inputs.graphTexts().get("meta.json").getBytes(StandardCharsets.UTF_8);
        }
    },
    NPY {
        @Override
        void read(Path folder, byte[] content) {
            NpyArray array = NpyArray.parse("file", content);
            array.floats();
        }

        @Override
        byte[] seed(Path folder) {
            return Inputs.npy("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", new byte[24]);
        }
    },
    NPZ_GRAPH {
        @Override
        void read(Path folder, byte[] content) throws IOException {
            GraphReader.read(Files.write(folder.resolve("graph.npz"), content), 0);
        }

        @Override
        byte[] seed(Path folder) throws IOException {
            return Files.readAllBytes(Path.of("src/test/resources/npz/variants.npz"));
        }
    },
    EDGE_LIST {
        @Override
        void read(Path folder, byte[] content) throws IOException {
            Path arrays = folder.resolve("list.npz");
            once(arrays, () -> Files.copy(Path.of("src/test/resources/npz/list.npz"), arrays));
            GraphReader.read(Files.write(folder.resolve("list.tsv"), content), 0);
        }

        @Override
        byte[] seed(Path folder) throws IOException {
            return Files.readAllBytes(Path.of("src/test/resources/npz/list.tsv"));
        }
    },
    PICKLED_ARRAY {
        @Override
        void read(Path folder, byte[] content) {
            PickledArrays.array("file", content).floats();
        }

        @Override
        byte[] seed(Path folder) {
            return ("\u0080\u0002cnumpy.core.multiarray\n_reconstruct\nq\u0001cnumpy\nndarray\n"
                            + "q\u0002K\u0000\u0085U\u0001b"
                            + "\u0087Rq\u0003(K\u0001K\u0002\u0085cnumpy\ndtype\n"
                            + "q\u0004U\u0002i4K\u0000K\u0001\u0087Rq\u0005"
                            + "(K\u0003U\u0001<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\u0000tb\u0089"
                            + "T\u0008\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0002\u0000\u0000\u0000tb.")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    PICKLED_LISTS {
        @Override
        void read(Path folder, byte[] content) {
            PickledArrays.pairs("file", content, 10);
        }

        @Override
        byte[] seed(Path folder) {
            return ("\u0080\u0002ccollections\ndefaultdict\nq\u0001c__builtin__\nlist\n"
                            + "q\u0002\u0085Rq\u0003(K\u0000]q\u0004"
                            + "(K\u0001K\u0002eK\u0001]q\u0005K\u0000au.")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    GRAPH_META(GraphPart.FOLDER, "meta.json"),
    GRAPH_SPLIT(GraphPart.FOLDER, "split.json"),
    GRAPH_ADJACENCY(GraphPart.FOLDER, "adjacency.txt.gz"),
    GRAPH_FEATURES(GraphPart.FOLDER, "features.mtx.gz"),
    GRAPH_LABELS(GraphPart.FOLDER, "labels.txt.gz"),
    GRAPH_COMPRESSED {
        @Override
        void read(Path folder, byte[] content) throws IOException {
            Path graph = once(folder.resolve("small"), () -> Inputs.graph(folder));
            Files.write(graph.resolve("labels.txt.gz"), content);
            GraphReader.read(graph, 0);
        }

        @Override
        byte[] seed(Path folder) throws IOException {
            return Inputs.gzip("0\n1\n0\n".getBytes(StandardCharsets.US_ASCII));
        }
    },
    GRAPH_SET_META(GraphPart.SET, "meta.json"),
    GRAPH_SET_SPLIT(GraphPart.SET, "split.json"),
    GRAPH_SET_INDICATOR(GraphPart.SET, "graph_indicator.txt.gz"),
    GRAPH_SET_NODE_LABELS(GraphPart.SET, "node_labels.txt.gz"),
    NETWORK_TENSORS {
        @Override
        void read(Path folder, byte[] content) throws IOException {
            GraphData graph = GraphReader.read(once(folder.resolve("small"), () -> Inputs.graph(folder)), 0);
            for (Architecture architecture : Architecture.values()) {
                Path model = Files.createDirectories(folder.resolve(architecture.text()));
                String config = Inputs.CONFIG.replace("gcn", architecture.text());
                Files.writeString(model.resolve("config.json"), config);
                Files.write(model.resolve("model.safetensors"), content);
                try {
                    PygImporter.readNetwork(model, graph);
                } catch (UserException e) {
                    // Of the four kinds the seed is one; the others must refuse it in words.
                    if (architecture == Architecture.GIN) {
                        throw e;
                    }
                }
            }
        }

        @Override
        byte[] seed(Path folder) {
            return SafetensorsFile.toBytes("file", Inputs.network());
        }
    },
    MODEL_CONFIG {
        @Override
        void read(Path folder, byte[] content) throws IOException {
            GraphData graph = GraphReader.read(once(folder.resolve("small"), () -> Inputs.graph(folder)), 0);
            Path model = once(folder.resolve("trained"), () -> Inputs.model(folder));
            Files.write(model.resolve("config.json"), content);
            PygImporter.splitIndex(model);
            PygImporter.read(model, graph);
        }

        @Override
        byte[] seed(Path folder) {
            return ("{\"framework\": \"pytorch-geometric\", \"arch\": \"gcn\", \"split\": 0, \"heads\": null, "
                            + "\"feature_normalisation\": \"row-sum\", \"tensors\": {\"conv1.bias\": [4]}}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    },
    MODEL_TENSORS {
        @Override
        void read(Path folder, byte[] content) throws IOException {
            GraphData graph = GraphReader.read(once(folder.resolve("small"), () -> Inputs.graph(folder)), 0);
            Path model = once(folder.resolve("trained"), () -> Inputs.model(folder));
            Files.write(model.resolve("model.safetensors"), content);
            PygImporter.read(model, graph);
        }

        @Override
        byte[] seed(Path folder) {
            return SafetensorsFile.toBytes("file", Inputs.layers());
        }
    },
    FLOAT_JSON(OwnPart.FLOAT, "model.json"),
    FLOAT_TENSORS(OwnPart.FLOAT, "tensors.safetensors"),
    QUANTIZED_JSON(OwnPart.QUANTIZED, "model.json"),
    QUANTIZED_TENSORS(OwnPart.QUANTIZED, "tensors.safetensors"),
    FLOAT_NETWORK_JSON(OwnPart.FLOAT_NETWORK, "model.json"),
    FLOAT_NETWORK_TENSORS(OwnPart.FLOAT_NETWORK, "tensors.safetensors"),
    QUANTIZED_NETWORK_JSON(OwnPart.QUANTIZED_NETWORK, "model.json"),
    QUANTIZED_NETWORK_TENSORS(OwnPart.QUANTIZED_NETWORK, "tensors.safetensors");

    /** Files that a reader takes together. */
    private interface Part {
        void read(Path folder, String name, byte[] content) throws IOException;

        byte[] seed(Path folder, String name) throws IOException;
    }

    private enum GraphPart implements Part {
        FOLDER,
        SET;

        @Override
        public void read(Path folder, String name, byte[] content) throws IOException {
            if (this == SET) {
                String text = Inputs.graphSetTexts().get(name);
                Path set = once(folder.resolve("few"), () -> Inputs.graphSet(folder, name, text));
                Files.write(set.resolve(name), name.endsWith(".gz") ? Inputs.gzip(content) : content);
                GraphReader.read(set, 0, NodeFeatures.AUTO);
                return;
            }
            Path graph = once(folder.resolve("small"), () -> Inputs.graph(folder));
            Files.write(graph.resolve(name), name.endsWith(".gz") ? Inputs.gzip(content) : content);
            GraphReader.read(graph, 0);
        }

        @Override
        public byte[] seed(Path folder, String name) {
            String text = (this == SET ? Inputs.graphSetTexts() : Inputs.graphTexts()).get(name);
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private enum OwnPart implements Part {
        FLOAT,
        QUANTIZED,
        FLOAT_NETWORK,
        QUANTIZED_NETWORK;

        private Path write(Path folder) {
            Path path = folder.resolve(name());
            switch (this) {
                case FLOAT -> FloatModelFile.write(new Samples(2).floatModel(), path);
                case QUANTIZED -> QuantizedModelFile.write(new Samples(2).quantizedModel(), path);
                case FLOAT_NETWORK -> FloatNetworkFile.write(NetworkSamples.floats(), path);
                case QUANTIZED_NETWORK -> QuantizedNetworkFile.write(NetworkSamples.integers(), path);
            }
            return path;
        }

        @Override
        public void read(Path folder, String name, byte[] content) throws IOException {
            Path path = once(folder.resolve(name()), () -> write(folder));
            Files.write(path.resolve(name), content);
            switch (this) {
                case FLOAT -> FloatModelFile.read(path);
                case QUANTIZED -> QuantizedModelFile.read(path);
                case FLOAT_NETWORK -> FloatNetworkFile.read(path);
                case QUANTIZED_NETWORK -> QuantizedNetworkFile.read(path);
            }
        }

        @Override
        public byte[] seed(Path folder, String name) throws IOException {
            return Files.readAllBytes(write(folder).resolve(name));
        }
    }

    /** Makes files that do not change from run to run. */
    private interface Making {
        Path make() throws IOException;
    }

    private static Path once(Path path, Making making) throws IOException {
        return Files.exists(path) ? path : making.make();
    }

    private final Part part;
    private final String file;

    Target() {
        this(null, "");
    }

    Target(Part part, String file) {
        this.part = part;
        this.file = file;
    }

    /** Reads the content. @throws UserException if it is refused, which is fine */
    void read(Path folder, byte[] content) throws IOException {
        part.read(folder, file, content);
    }

    /** A content that is accepted. */
    byte[] seed(Path folder) throws IOException {
        return part.seed(folder, file);
    }

    /** True if the content is accepted, false if it is refused; anything else escapes. */
    boolean accepts(Path folder, byte[] content) {
        try {
            // Files around the one that varies stay, so each reader has a folder to itself.
            read(Files.createDirectories(folder.resolve("target" + ordinal())), content);
            return true;
        } catch (UserException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
