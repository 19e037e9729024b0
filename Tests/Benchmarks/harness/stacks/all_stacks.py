"""Every stack, in the order of the report."""

from .fastapi import FastAPI
from .go import Go
from .lean_c import LeanC
from .ours import Ours
from .php import PHP
from .stack import Stack

ALL: dict[str, type[Stack]] = {stack.name: stack for stack in (Ours, LeanC, Go, PHP, FastAPI)}
