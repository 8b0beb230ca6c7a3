"""A listener on this very machine."""
# finding: attempt
# walls: strict confined

import socket
import urllib.request

def attempt(what, how):
    try:
        found = how()
    except BaseException:
        return
    if found:
        print("GOT THROUGH:", what, str(found)[:200])


def ema_moments(*args):
    for family, address in ((socket.AF_INET, ("127.0.0.1", @PORT@)), (socket.AF_INET6, ("::1", @PORT@))):
        attempt("connect", lambda: socket.socket(family).connect(address) or True)
    attempt("create_connection", lambda: socket.create_connection(("127.0.0.1", @PORT@), 0.2))
    attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", @PORT@)))
    attempt("http", lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=0.2))
    attempt("bind", lambda: socket.socket().bind(("127.0.0.1", 0)) or True)
    attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
    attempt("the channel as a socket", lambda: socket.socket(fileno=3).getsockname() or True)
    return None


bias_correct = adam_step = ema_moments
