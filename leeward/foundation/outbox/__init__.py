"""Work for later is a row in the same transaction; the row is the job."""
