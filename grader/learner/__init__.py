"""The learner: their files, where they stand, what is remembered of them, hints, notebooks."""
