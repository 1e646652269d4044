"""The worker: which handler does which kind of job, what is due when, and the process that does it."""
