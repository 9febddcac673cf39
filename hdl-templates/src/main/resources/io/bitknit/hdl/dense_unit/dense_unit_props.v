// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_dense_unit, included in it under FORMAL; proven for all inputs by induction.
//
// A assume   at most one port is active
// R reset    after reset no sum is pending
// V value    the accumulator is that of a reference which adds one column lane by lane
// C cover    an accumulation after a clear

localparam PLANES = WORD_BITS / LANES;
reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);
// the accumulator shifts by nothing else
always @* assume (shift == 2'd0 || SHIFTS[shift]);

// A: one port per unit
wire [PORTS-1:0] active = ~idle;
always @* assume ((active & (active - 1'b1)) == 0);

// the column that the solver watches
(* anyconst *) reg [31:0] watched;
always @* assume (watched < COLUMNS);

wire [LANES*COLUMNS*ACC_BITS-1:0] weight_values;
genvar weight_index;
generate
    for (weight_index = 0; weight_index < LANES * COLUMNS; weight_index = weight_index + 1) begin : value
        wire [WEIGHT_BITS-1:0] code = weights[weight_index*WEIGHT_BITS +: WEIGHT_BITS];
        assign weight_values[weight_index*ACC_BITS +: ACC_BITS] =
            WEIGHT_BITS == 1 ? (code[0] ? {{(ACC_BITS-1){1'b0}}, 1'b1} : {ACC_BITS{1'b1}})
                             : {{ACC_BITS{code[WEIGHT_BITS-1]}}, code};
    end
endgenerate

// The numbers of the active port wait one cycle for their planes to be chosen, another one for their weights.
reg [PLANES*LANES-1:0] numbers;
reg [PLANES*LANES-1:0] kept_numbers;
reg [TAKEN*LANES-1:0] kept_bits;
integer port_index;
always @* begin
    numbers = {(PLANES*LANES){1'b0}};
    for (port_index = 0; port_index < PORTS; port_index = port_index + 1)
        if (active[port_index]) numbers = words[port_index*WORD_BITS +: WORD_BITS];
end
always @(posedge clk) kept_numbers <= numbers;

`ifdef DENSE_STEPS
wire [31:0] first_plane = {31'b0, step} * TAKEN;
`else
wire [31:0] first_plane = 32'd0;
`endif
reg [ACC_BITS-1:0] taken;
integer lane_index;
integer plane_index;
always @* begin
    taken = {ACC_BITS{1'b0}};
    for (lane_index = 0; lane_index < LANES; lane_index = lane_index + 1)
        for (plane_index = 0; plane_index < TAKEN; plane_index = plane_index + 1)
            if (kept_bits[plane_index*LANES+lane_index])
                taken = taken
                      + (weight_values[(lane_index*COLUMNS+watched)*ACC_BITS +: ACC_BITS] << plane_index);
end

// Reference: the sum travels whole.
reg                pending_0 = 1'b0;
reg                pending_1 = 1'b0;
reg                pending_2 = 1'b0;
reg                pending_3 = 1'b0;
reg                pending_4 = 1'b0;
reg [ACC_BITS-1:0] taken_1;
reg [ACC_BITS-1:0] taken_2;
reg [ACC_BITS-1:0] taken_3;
reg [ACC_BITS-1:0] reference;
reg                known = 1'b0;
always @(posedge clk) begin
    pending_0 <= valid && !rst;
    pending_1 <= pending_0 && !rst;
    pending_2 <= pending_1 && !rst;
    pending_3 <= pending_2 && !rst;
    pending_4 <= pending_3 && !rst;
    if (pending_0) kept_bits <= kept_numbers[first_plane*LANES +: TAKEN*LANES];
    if (pending_1) taken_1 <= taken;
    if (pending_2) taken_2 <= taken_1;
    if (pending_3) taken_3 <= taken_2;
    if (pending_4) begin
        reference <= clear ? taken_3 : (reference << (shift == 2'd3 ? LONG_SHIFT : {30'b0, shift})) + taken_3;
        if (clear) known <= 1'b1;
    end
end

// The unit's stages as numbers of the accumulator's width.
reg [ACC_BITS-1:0] stage_1;
reg [ACC_BITS-1:0] stage_2;
reg [QUAD_BITS-1:0] quad_sum;
reg [PARTIAL_BITS-1:0] group_sum;
wire signed [SUM_BITS-1:0] column_sum = column_sums[watched*SUM_BITS +: SUM_BITS];
wire [SUM_BITS+ACC_BITS-1:0] stage_3 = {{ACC_BITS{column_sum[SUM_BITS-1]}}, column_sum};
integer group_index;
always @* begin
    stage_1 = {ACC_BITS{1'b0}};
    for (group_index = 0; group_index < GROUPS; group_index = group_index + 1) begin
        group_sum = partials[(watched*GROUPS+group_index)*PARTIAL_BITS +: PARTIAL_BITS];
        stage_1 = stage_1 + {{ACC_BITS{group_sum[PARTIAL_BITS-1]}}, group_sum};
    end
    stage_2 = {ACC_BITS{1'b0}};
    for (group_index = 0; group_index < QUADS; group_index = group_index + 1) begin
        quad_sum = quads[(watched*QUADS+group_index)*QUAD_BITS +: QUAD_BITS];
        stage_2 = stage_2 + {{ACC_BITS{quad_sum[QUAD_BITS-1]}}, quad_sum};
    end
end

always @* if (after_reset) begin
    // R: what is pending is what was valid after reset
    assert (held == pending_0);
    assert (word == kept_numbers);
    assert (chosen == pending_1);
    assert (counted == pending_2);
    assert (joined == pending_3);
    assert (summed == pending_4);
    // V: every stage holds the reference's number
    if (pending_1) assert (bits == kept_bits);
    if (pending_2) assert (stage_1 == taken_1);
    if (pending_3) assert (stage_2 == taken_2);
    if (pending_4) assert (stage_3[ACC_BITS-1:0] == taken_3);
    if (known) assert (sums[watched*ACC_BITS +: ACC_BITS] == reference);
    // C
    cover (known && pending_4 && !clear && shift == 2'd1 && reference != 0);
end
