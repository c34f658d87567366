"""The things of the register and their rules: facts in, standings out, nothing else."""
