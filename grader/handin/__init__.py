"""Which file counts: one rule for a learner's folder, a class, an autograder and a comparison of code."""
