"""One file per way in which a table can stand in a text; each finds its tables and nothing else."""
