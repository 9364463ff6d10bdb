"""REST: read and write descriptions as JSON-LD and as flat JSON; the same rules for who may as everywhere else."""
