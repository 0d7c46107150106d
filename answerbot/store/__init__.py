"""What a deployment keeps, in one SQLite file: SQL lives here and nowhere else."""
