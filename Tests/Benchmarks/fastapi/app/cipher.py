"""Secrets at rest: Fernet, the first key encrypts."""

from cryptography.fernet import Fernet, MultiFernet

from . import settings

_cipher = MultiFernet([Fernet(key) for key in settings.FERNET_KEYS])


def encrypt(secret: str) -> str:
    return _cipher.encrypt(secret.encode()).decode()


def preview(secret: str) -> str:
    return f"****{secret[-4:]}" if len(secret) >= 8 else "****"
