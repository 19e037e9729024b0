"""The settings of one worker, read once from the environment."""

import os

DATABASE_URL = os.environ["DATABASE_URL"]
JWT_SECRET = os.environ["JWT_SECRET"]
FERNET_KEYS = os.environ["FERNET_KEYS"].split(",")
POOL_SIZE = int(os.environ.get("POOL_SIZE", "8"))
