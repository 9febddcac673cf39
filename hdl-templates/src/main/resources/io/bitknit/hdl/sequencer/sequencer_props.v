// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_sequencer, included in it under FORMAL; proven for all run words by induction.
// DENSE, FOLD, PLANES and ROUNDS (rounds of a dense team) are defined as the shape has them.
//
// A assume   the run memory holds its word until the next read; start comes while no run is under way; registers of the
//            phase hold while a run is under way
// R reset    after reset nothing runs
// S steps    a run of n steps takes n cycles; the next one follows without a gap, unless it is END
// V value    program address, level, clear, shift and last of every step are those of the run
// F format   a class is active, and reads the word, that the level says
// T team     a dense team ends with its last round
// C cover    a run of two steps that ends a team

reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);

`ifdef DENSE
wire dense_phase = cfg_dense;
wire [ADDRESS_BITS-1:0] stride = cfg_block_stride;
`else
wire dense_phase = 1'b0;
wire [ADDRESS_BITS-1:0] stride = {ADDRESS_BITS{1'b0}};
`endif
`ifdef FOLD
wire folded = cfg_fold2;
`else
wire folded = 1'b0;
`endif

// A: memory contract, and constant registers
reg was_read = 1'b0;
reg [PROGRAM_BITS+9:0] previous_run;
reg [ADDRESS_BITS-1:0] previous_stride;
reg [ADDRESS_BITS-1:0] previous_offset;
reg previous_dense;
always @(posedge clk) begin
    was_read <= run_read;
    previous_run <= run_word;
    previous_stride <= stride;
    previous_offset <= cfg_read_offset;
    previous_dense <= dense_phase;
end
always @* begin
    if (after_reset && !was_read) assume (run_word == previous_run);
    if (after_reset && !start) assume (stride == previous_stride && cfg_read_offset == previous_offset);
    if (after_reset && !start) assume (dense_phase == previous_dense);
    assume (!(start && running));
end

// Reference: the run as it was taken and the number of its step, counted up.
reg busy = 1'b0;
reg [1:0] op;
reg ends;
reg [1:0] fall;
reg [4:0] more;
reg [PROGRAM_BITS-1:0] first_address;
reg [4:0] number;
reg [4:0] height;
reg height_known = 1'b0;
wire [4:0] drop = run_word[PROGRAM_BITS+5 +: 2] != 2'd3 ? run_word[PROGRAM_BITS+5 +: 2] : `PLANES == 1 ? 5'd3 : 5'd4;
wire taken = start || (busy && number == more);
always @(posedge clk) begin
    if (taken) begin
        {op, ends, fall, more, first_address} <= run_word;
        busy <= run_word[PROGRAM_BITS+9 -: 2] != 2'd3;
        number <= 5'd0;
        if (run_word[PROGRAM_BITS+9 -: 2] == 2'd1) begin
            height <= cfg_top_level - drop;
            height_known <= 1'b1;
        end else if (run_word[PROGRAM_BITS+9 -: 2] == 2'd0)
            height <= height - drop;
        else if (run_word[PROGRAM_BITS+9 -: 2] == 2'd3)
            height_known <= 1'b0;
    end else if (busy) number <= number + 5'd1;
    if (rst) busy <= 1'b0;
end
wire steps = busy && op != 2'd2;
wire [PROGRAM_BITS-1:0] expected_address = first_address + number;
wire [ADDRESS_BITS-1:0] moved = dense_phase ? number * stride : 0;
wire [ADDRESS_BITS-1:0] place = cfg_read_offset + moved;

// The class that the solver watches, from the words of doc/DESIGN.md.
(* anyconst *) reg [31:0] watched;
always @* assume (watched < CLASSES);
wire signed [6:0] above = $signed({2'b0, height}) - $signed({2'b0, cfg_first_plane[watched*5 +: 5]});
wire [5:0] word_planes = folded ? 2 * `PLANES : `PLANES;
wire [5:0] quotient = above[5:0] / word_planes;
wire whole = above[5:0] % word_planes == 0;
wire reads = steps && above >= 0 && (whole || dense_phase) && quotient < cfg_words[watched*4 +: 4];
reg was_reading = 1'b0;
reg was_known = 1'b0;
reg [ADDRESS_BITS-1:0] read_place;
always @(posedge clk) begin
    was_reading <= reads;
    was_known <= height_known;
    read_place <= place + quotient;
end

reg [31:0] rounds_done = 0;
reg begun = 1'b0;
always @(posedge clk) begin
    if (start) begun <= 1'b1;
    if (start) rounds_done <= 0;
    else if (step_last && dense_phase) rounds_done <= rounds_done == `ROUNDS - 1 ? 0 : rounds_done + 1;
end

always @* if (after_reset) begin
    // R, S
    assert (running == busy);
    assert (take == taken);
    if (taken) assert (run_read);
    if (busy) assert (number <= more && remaining == more - number);
    // V
    if (busy) begin
        assert (idle == (op == 2'd2) && clear == (op == 2'd1) && last == ends && shift == fall);
        assert (first == (number == 5'd0));
        assert (op != 2'd3);
        if (!dense_phase) assert (program_address == expected_address);
        if (dense_phase) assert (program_address == first_address);
        assert (block_base == place);
    end
    if (height_known) assert (level == height);
    assert (step == steps);
    if (steps) begin
        assert (step_clear == (op == 2'd1 && number == 5'd0));
        if (number != 5'd0) assert (step_shift == 2'd0);
        if (number == 5'd0) assert (step_shift == fall);
    end
    assert (step_last == (steps && ends && number == more));
    // F
    if (was_known) assert (class_active[watched] == was_reading);
    if (was_known && was_reading) assert (class_offset[watched*ADDRESS_BITS +: ADDRESS_BITS] == read_place);
    // T
    assert (rounds_done < `ROUNDS);
`ifdef DENSE
    if (begun && busy && dense_phase) assert (round == rounds_done);
    if (begun) assert (team_last == (step_last && (!dense_phase || rounds_done == `ROUNDS - 1)));
`else
    assert (team_last == step_last);
`endif
    // C
    cover (team_last && number == 5'd1);
end
