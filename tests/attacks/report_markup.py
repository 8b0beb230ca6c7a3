"""Markup and escapes in prints, exceptions and names."""
# finding: crash

Evil = type("[red]=HYPERLINK(1)<b>\x1b[31m", (Exception,), {})


def ema_moments(*args):
    print("[red]MARKUP[/red] [/foo] \x1b[2J\x1b]0;title\x07 \x9b31m \u202e <script>alert(1)</script> =1+1")
    raise Evil("[/foo] \x1b[31m =cmd|'/c calc'!A1 <img src=x onerror=alert(1)> \r\n \u2028")


bias_correct = adam_step = ema_moments
