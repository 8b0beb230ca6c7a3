"""A whole class: gather what the LMS gave → grade it as a stream → a journal in which what is done stays done."""
