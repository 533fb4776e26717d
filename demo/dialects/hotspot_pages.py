"""What a MikroTik HotSpot shows: the pages its servlet fills in, by their markers.

Only what a program could look for is there; the pages of real devices are prettier.
"""

from html import escape
from typing import Final


def login_page(
    *, username: str, error: str, challenge: tuple[bytes, bytes] | None
) -> str:
    """Return the page to sign in at, for a challenge-response where there is one."""
    return _LOGIN.format(
        script="" if challenge is None else _chap_form(*challenge),
        submit="" if challenge is None else ' onSubmit="return doLogin()"',
        username=escape(username),
        error=f'<p class="error">{escape(error)}</p>' if error else "",
    )


def logged_in_page() -> str:
    """Return the page after signing in."""
    return _LOGGED_IN


def logged_out_page() -> str:
    """Return the page after signing out."""
    return _LOGGED_OUT


def redirect_page(address: str) -> str:
    """Return the body of a redirect, for browsers that do not follow its head."""
    return _REDIRECT.format(address=escape(address))


def error_page(message: str) -> str:
    """Return the page of what cannot be mended by signing in."""
    return _ERROR.format(message=escape(message))


def status_page(
    *, old: bool, username: str, address: str, volume: str, uptime: str, left: str
) -> str:
    """Return the status page as it is, or as it was on older devices.

    `volume` is what was sent and received, `left` the time that is left, or nothing.
    """
    if old:
        names = ("IP address:", "bytes up/down:", "connected:", "connected / left:")
    else:
        names = ("IP address", "Bytes up / down", "Connected", "Connected / left")
    rows = [
        (names[0], address),
        (names[1], volume),
        (names[3], f"{uptime} / {left}") if left else (names[2], uptime),
    ]
    cell = _OLD_ROW if old else _ROW
    return _STATUS.format(
        username=escape(username),
        rows="".join(cell.format(name=name, value=value) for name, value in rows),
    )


def _chap_form(identifier: bytes, challenge: bytes) -> str:
    """Return the hidden form and the script that fills in the response."""
    return _CHAP.format(identifier=_octal(identifier), challenge=_octal(challenge))


def _octal(raw: bytes) -> str:
    """Write bytes as the three-digit escapes of a JavaScript string."""
    return "".join(f"\\{byte:03o}" for byte in raw)


_LOGIN: Final = """<!DOCTYPE html>
<html><head><title>Internet hotspot - Log in</title></head><body>
{script}<h1>Please log in to use the internet hotspot service</h1>
{error}
<form name="login" action="/login" method="post"{submit}>
<input type="hidden" name="dst" value="">
<input type="hidden" name="popup" value="true">
<label>Login <input name="username" type="text" value="{username}"></label>
<label>Password <input name="password" type="password"></label>
<input type="submit" value="OK">
</form></body></html>
"""
_CHAP: Final = """<form name="sendin" action="/login" method="post" style="display:none">
<input type="hidden" name="username">
<input type="hidden" name="password">
<input type="hidden" name="dst" value="">
<input type="hidden" name="popup" value="true">
</form>
<script src="/md5.js"></script>
<script>
function doLogin() {{
  document.sendin.username.value = document.login.username.value;
  document.sendin.password.value = hexMD5('{identifier}' + document.login.password.value + '{challenge}');
  document.sendin.submit();
  return false;
}}
</script>
"""
_STATUS: Final = """<!DOCTYPE html>
<html><head><title>Internet hotspot - Status</title></head><body>
<h1>Welcome {username}!</h1>
<table>
{rows}</table>
<form action="/logout" name="logout"><input type="submit" value="Log out"></form>
</body></html>
"""
_ROW: Final = "<tr><td>{name}</td><td>{value}</td></tr>\n"
_OLD_ROW: Final = '<tr><td align="right">{name}</td><td>{value}</td></tr>\n'
_LOGGED_IN: Final = """<!DOCTYPE html>
<html><head><title>Internet hotspot - Redirect</title>
<meta http-equiv="refresh" content="2; url=/status"></head>
<body><h1>You are logged in</h1></body></html>
"""
_LOGGED_OUT: Final = """<!DOCTYPE html>
<html><head><title>Internet hotspot - Logout</title></head>
<body><h1>You have just logged out</h1></body></html>
"""
_REDIRECT: Final = """<html><head><title>...</title>
<meta http-equiv="refresh" content="0; url={address}"></head><body></body></html>
"""
_ERROR: Final = """<!DOCTYPE html>
<html><head><title>Internet hotspot - Error</title></head>
<body><h1>Hotspot error</h1><p>{message}</p></body></html>
"""
