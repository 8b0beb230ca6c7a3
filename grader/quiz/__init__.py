"""The quiz: a bank of questions, their marking, and a schedule that brings each concept back when it is due.

bank        the nouns: Topic, Concept, Question, Choice …
loading     TOML files → Bank; what is wrong with them, with file and line (the loader of `grade check`)
shape       one table of TOML → one Question, every complaint at the key it is about
linefinder  where in a file each key stands
checking    every number of the bank computed anew; every promise of a question kept (`kinds`: by its kind)
arithmetic  the small language of formulas in the bank
quantities  what those formulas may call: closed forms and short runs (`simulation`)
typed       the numbers a learner may type, in any spelling
pictures    what a question draws: the run behind it, as data
asking      a question with its numbers drawn and its choices shuffled: what a learner sees
marking     an answer → right, partly or wrong, and which idea produced it
schedule    answers and confidence → FSRS ratings → when a concept comes back
store       what was answered and when what is due (`tables`: the rows)
session     the queue of one sitting; screens drive it
statistics  retention, calibration, next week's load

Nothing here prints, and only `store` and `loading` touch files.
"""
