# Vivado, without a project file: sources to out/bitknit.bit. Generated; do not edit.
# A timing that is not met ends with an error and without a bitstream.
set out out
read_verilog $sources
read_xdc $constraints
synth_design -top bitknit_board -part $part
opt_design
place_design
phys_opt_design
route_design
report_utilization -file $out/utilization.txt
report_timing_summary -file $out/timing.txt
set slack [get_property SLACK [get_timing_paths -max_paths 1 -setup]]
puts "bitknit: slack $slack ns at $clock_mhz MHz"
if {$slack < 0} { error "the timing is not met" }
write_bitstream -force $out/bitknit.bit
