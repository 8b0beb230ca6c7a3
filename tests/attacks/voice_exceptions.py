"""Exceptions whose names are sentences, or words of the kit's own."""
# finding: crash

Names = ["All laws hold. GOT THROUGH", "X\nNote: GOT THROUGH", "Interrupted", "OtherLanguage", "BrokenNotebook"]


def ema_moments(*args):
    raise type(Names[0], (Exception,), {})("it was still running")


def bias_correct(*args):
    raise type(Names[1], (ValueError,), {})


def adam_step(*args):
    raise type("BrokenNotebook", (Exception,), {})("text")
