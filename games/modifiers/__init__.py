"""Modifiers: changes of the world and wrappers of totals. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.modifiers.account import Account
from games.modifiers.base import Modifier
from games.registry import Registry

MODIFIERS: Registry[Modifier] = Registry("modifier", ())

AnyModifier = Annotated[SerializeAsAny[Modifier], BeforeValidator(MODIFIERS.parse)]

__all__ = ["MODIFIERS", "Account", "AnyModifier", "Modifier"]
