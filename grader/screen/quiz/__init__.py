"""The quiz on a terminal: the same views through keys, or line by line through a pipe.

views      questions, explanations, summaries, statistics as Rich renderables
plot       a Picture as text
lettering  Unicode where the terminal can, its nearest ASCII where it cannot
keys       single keys on POSIX and Windows, the terminal left as it was found
faces      KeyFace and PlainFace: how one asks and is answered
driver     the sitting, whichever face it has
"""
