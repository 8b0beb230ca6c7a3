"""The quiz on a terminal: the same views through keys, or line by line through a pipe.

words      the bank's Markdown as Rich text
views      questions and explanations as Rich renderables
overviews  summaries, statistics, topics
plot       a Picture as text
frontends  how one asks and is answered: `keyed` by keys, `plain` line by line
driver     the sitting, whichever frontend it has
"""
