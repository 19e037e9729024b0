"""Every stack, in the order of the report."""

from .bare_c import BareC
from .fastapi import FastAPI
from .go import Go
from .ours import Ours
from .php import PHP
from .stack import Stack

ALL: dict[str, type[Stack]] = {stack.name: stack for stack in (Ours, BareC, Go, PHP, FastAPI)}
