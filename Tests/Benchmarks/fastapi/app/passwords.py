"""yescrypt through the system's libcrypt, in a thread: ctypes releases the interpreter lock while it computes."""

import ctypes
import hmac

from fastapi.concurrency import run_in_threadpool

_library = ctypes.CDLL("libcrypt.so.1")
_library.crypt_rn.restype = ctypes.c_char_p
_library.crypt_gensalt_rn.restype = ctypes.c_char_p
_DATA_SIZE = 32768

# Verified when the user is unknown, so that both answers take equally long.
DUMMY_HASH = "$y$j9T$abcdefgh$9WNEpu8Mx2S4KNGvbVWKM6clOSoY6.YEl7AYF4DGV04"


def crypt(password: str, setting: str) -> str:
    data = ctypes.create_string_buffer(_DATA_SIZE)
    hashed = _library.crypt_rn(password.encode(), setting.encode(), data, _DATA_SIZE)
    return hashed.decode() if hashed else "*"


def new_setting() -> str:
    output = ctypes.create_string_buffer(192)
    return _library.crypt_gensalt_rn(b"$y$", ctypes.c_ulong(5), None, 0, output, 192).decode()


async def hash_password(password: str) -> str:
    return await run_in_threadpool(crypt, password, new_setting())


async def verify(password: str, hashed: str) -> bool:
    computed = await run_in_threadpool(crypt, password, hashed)
    return hmac.compare_digest(computed.encode(), hashed.encode())
