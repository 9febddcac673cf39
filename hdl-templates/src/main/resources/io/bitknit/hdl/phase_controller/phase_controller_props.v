// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_phase_controller, included in it under FORMAL; proven for all engines and words by induction.
//
// A assume   a run command comes after a cycle without a run; the number of phases holds during a run
// R reset    after reset nothing is under way
// S start    start and done are single pulses of a run, never together
// L load     a phase starts after its last word has arrived
// D drain    a phase ends after its drain without a step, and not before
// P phases   done comes after as many starts as there are phases
// V value    the write base and the bias of every lane are those of the words; a run begins at address 0
// C cover    a second start, and a done

reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);

reg was_reset = 1'b1;
reg was_active = 1'b0;
reg was_start = 1'b0;
reg was_done = 1'b0;
reg [7:0] previous_count;
always @(posedge clk) begin
    was_reset <= rst;
    was_active <= active;
    was_start <= start;
    was_done <= done;
    previous_count <= phase_count;
end
// A
always @* begin
    if (go) assume (!active && !was_active && !was_reset && !rst);
    if (active) assume (phase_count == previous_count);
end

// Cycles since the last fetch began, at most WORDS + 2; 0 before the first one.
localparam [INDEX_BITS+1:0] WORDS = {2'b0, LAST_WORD} + 1'b1;
reg [INDEX_BITS+1:0] since_fetch = 0;
// Cycles without start or step, at most 256.
reg [8:0] quiet = 0;
reg [7:0] starts = 0;
reg begun = 1'b0;
always @(posedge clk) begin
    if (fetch) since_fetch <= 1;
    else if (since_fetch != 0 && since_fetch != WORDS + 2) since_fetch <= since_fetch + 1'b1;
    if (start || engines_running) quiet <= 0;
    else if (!quiet[8]) quiet <= quiet + 1'b1;
    if (go) starts <= 0;
    else if (start) starts <= starts + 1'b1;
    if (go) begun <= 1'b0;
    else if (start) begun <= 1'b1;
    if (rst) begin
        since_fetch <= 0;
        begun <= 1'b0;
    end
end

// The words that the solver watches: the write base, and the bias of one lane.
(* anyconst *) reg [31:0] watched_lane;
always @* assume (watched_lane < LANES);
wire [31:0] watched_word = BIAS_WORD + watched_lane;
wire [31:0] arrived_word = since_fetch - 1'b1;
reg [ADDRESS_BITS-1:0] kept_base;
reg [BIAS_BITS-1:0] kept_bias;
always @(posedge clk) if (since_fetch != 0 && since_fetch <= WORDS) begin
    if (arrived_word == 3) kept_base <= config_word[ADDRESS_BITS-1:0];
    if (arrived_word == watched_word) kept_bias <= config_word[BIAS_BITS-1:0];
end
// Where the watched bias stands in the chain: it enters at the end and moves on with every later one.
wire [31:0] later = (since_fetch > WORDS ? WORDS : arrived_word) - watched_word - 1;
wire [31:0] place = LANES - 1 - later;
reg [ADDRESS_BITS-1:0] due_base;
reg [BIAS_BITS-1:0] due_bias;
reg was_advance = 1'b0;
always @(posedge clk) begin
    was_advance <= advance && !rst;
    due_base <= kept_base;
    due_bias <= kept_bias;
end

always @* if (after_reset) begin
    // R
    if (was_reset) assert (!active && !start && !done && !config_read);
    // S
    assert (!(start && done));
    if (start) assert (active && !was_start);
    if (done) assert (!active && !was_done);
    assert (!(was_start && done));
    // L: the registers of the fetch, and what follows
    assert (since_fetch <= WORDS + 2 && quiet <= 9'd256);
    assert (fetching == (since_fetch != 0 && since_fetch < WORDS));
    if (fetching) assert ({2'b0, index} == since_fetch);
    assert (arrived == (since_fetch != 0 && since_fetch <= WORDS));
    if (arrived) assert ({2'b0, arrived_index} == since_fetch - 1'b1);
    assert (loaded == (since_fetch > WORDS));
    if (active) assert (since_fetch != 0);
    if (start || done) assert (since_fetch > WORDS);
    // D
    if (begun && active && !start) assert (drain == (quiet < {1'b0, cfg_drain} ? cfg_drain - quiet[7:0] : 8'd0));
    if (begun && !start && advance) assert (quiet >= {1'b0, cfg_drain});
    if (was_advance) assert (start || done);
    // P
    if (active) assert (started == starts + {7'd0, start});
    if (done) assert (starts == previous_count);
    // V
    if (since_fetch > 4) assert (next_write_base == kept_base);
    if (since_fetch > watched_word + 1 && since_fetch != 0)
        assert (next_bias[place*BIAS_BITS +: BIAS_BITS] == kept_bias);
    if (start) assert (cfg_write_base == due_base && cfg_bias[watched_lane*BIAS_BITS +: BIAS_BITS] == due_bias);
    if (go) assert (config_address == {CONFIG_BITS{1'b0}});
    // C
    cover (start && starts == 8'd1);
    cover (done);
end
