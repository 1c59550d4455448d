"""What a run means: simulation, statistics, proof. Pure; no clock, no network."""
