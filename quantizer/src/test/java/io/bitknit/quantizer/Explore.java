package io.bitknit.quantizer;

import io.bitknit.model.*;
import java.io.*;
import java.nio.*;
import java.nio.file.*;
import java.util.*;
import java.util.zip.GZIPInputStream;

class Explore {
    static List<String> gz(String p) throws IOException {
        try (BufferedReader r = new BufferedReader(new InputStreamReader(new GZIPInputStream(new FileInputStream(p))))) {
            return r.lines().toList();
        }
    }
    static int[] ints(String json, String key) {
        int i = json.indexOf("\"" + key + "\":[") + key.length() + 4;
        return Arrays.stream(json.substring(i, json.indexOf(']', i)).split(",")).mapToInt(x -> Integer.parseInt(x.strip())).toArray();
    }
    static FloatModel load(String name) throws IOException {
        String d = "/work/shared/data/" + name + "/";
        List<String> lines = gz(d + "adjacency.txt.gz");
        int n = lines.size();
        List<TreeSet<Integer>> adj = new ArrayList<>();
        for (int i = 0; i < n; i++) adj.add(new TreeSet<>());
        for (int i = 0; i < n; i++) if (!lines.get(i).isEmpty()) for (String s : lines.get(i).split(" ")) { int j = Integer.parseInt(s); adj.get(i).add(j); adj.get(j).add(i); }
        int[] start = new int[n + 1]; int k = 0;
        for (int i = 0; i < n; i++) { k += adj.get(i).size(); start[i + 1] = k; }
        int[] src = new int[k]; k = 0;
        for (var s : adj) for (int j : s) src[k++] = j;
        List<String> fl = gz(d + "features.mtx.gz").stream().filter(l -> !l.startsWith("%")).toList();
        String[] head = fl.get(0).split(" ");
        int F = Integer.parseInt(head[1]), nnz = Integer.parseInt(head[2]);
        int[] fs = new int[n + 1], col = new int[nnz]; float[] val = new float[nnz];
        for (int i = 0; i < nnz; i++) { String[] t = fl.get(i + 1).split(" "); fs[Integer.parseInt(t[0])]++; col[i] = Integer.parseInt(t[1]) - 1; val[i] = t.length > 2 ? Float.parseFloat(t[2]) : 1; }
        for (int i = 0; i < n; i++) fs[i + 1] += fs[i];
        int[] y = gz(d + "labels.txt.gz").stream().mapToInt(Integer::parseInt).toArray();
        String js = Files.readString(Path.of(d + "split.json"));
        int C = Arrays.stream(y).max().getAsInt() + 1;
        GraphData g = new GraphData(name, new Adjacency(n, start, src), F, fs, col, val, C, y, ints(js, "train"), ints(js, "val"), ints(js, "test"), "");
        byte[] b = Files.readAllBytes(Path.of("/work/shared/models/" + name + "-gcn/model.safetensors"));
        ByteBuffer bb = ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN);
        int h = (int) bb.getLong(0);
        String hs = new String(b, 8, h);
        List<FloatLayer> layers = new ArrayList<>();
        int in = F;
        for (int l = 1; l <= 2; l++) {
            float[] bias = t(bb, h, hs, "conv" + l + ".bias"), wt = t(bb, h, hs, "conv" + l + ".lin.weight");
            int out = bias.length; float[] w = new float[wt.length];
            for (int o = 0; o < out; o++) for (int i = 0; i < in; i++) w[i * out + o] = wt[o * in + i];
            layers.add(new FloatLayer("conv" + l, in, out, w, bias, l == 1 ? Activation.RELU : Activation.NONE));
            in = out;
        }
        return new FloatModel(name, true, layers, g, Map.of());
    }
    static float[] t(ByteBuffer bb, int h, String hs, String name) {
        int i = hs.indexOf("\"" + name + "\""); i = hs.indexOf("data_offsets\":[", i) + 15;
        String[] o = hs.substring(i, hs.indexOf(']', i)).split(",");
        int a = Integer.parseInt(o[0].strip()), e = Integer.parseInt(o[1].strip());
        float[] x = new float[(e - a) / 4];
        for (int j = 0; j < x.length; j++) x[j] = bb.getFloat(8 + h + a + 4 * j);
        return x;
    }
    public static void main(String[] a) throws Exception {
        for (String name : a.length > 0 ? a : new String[] {"cora", "dblp"}) {
            FloatModel m = load(name);
            for (String bits : new String[] {"8", "4", "3", "2", "1", "taq"}) {
                HiddenWidths w = bits.equals("taq") ? new HiddenWidths.ByDegree(DegreeBuckets.parse("4,3,2,1", "4,8,16")) : HiddenWidths.uniform(Integer.parseInt(bits));
                StringBuilder line = new StringBuilder(name + " " + bits + ":");
                for (String e : new String[] {"none", "auto", "grid"}) {
                    if (e.equals("grid")) {
                        for (int ag : new int[] {1, 2, 4, 8}) { line.append("\n      ag" + ag); for (int c2 : new int[] {1, 2, 4}) for (int c1 : new int[] {1, 2, 4}) {
                            if (c1 > c2) continue;
                            var r = PostTrainingQuantizer.quantize(m, QuantizationOptions.defaults().withHidden(w).withExponents(List.of(new ExponentChoice(c1), new ExponentChoice(c2)), List.of(new ExponentChoice(ag))));
                            line.append(String.format(" %d%d%d %.1f/%.1f/%.1f", c1, ag, c2, 100 * r.validation(), 100 * r.test(), 100 * r.agreement()));
                        } }
                        continue;
                    }
                    long t0 = System.nanoTime();
                    var r = PostTrainingQuantizer.quantize(m, QuantizationOptions.defaults().withHidden(w).withExponents(ExponentChoice.parseList("x", e)));
                    line.append(String.format(" %s val %.1f (float %.1f) test %.1f (float %.2f) r %d %.2fs", e, 100 * r.validation(), 100 * r.validationFloat(), 100 * r.test(), 100 * r.testFloat(), r.model().requantShift(), (System.nanoTime() - t0) / 1e9));
                    for (var c : r.candidates()) if (c.chosen()) line.append(" " + c.exponentCounts());
                }
                System.out.println(line);
            }
        }
    }
}
