"""The register of bodies: who they are, how their names are spelled, and look-up by exact name."""

from directive_kg.register.load import load_register
from directive_kg.register.lookup import Register
from directive_kg.register.model import Agency, Change, Place

__all__ = ["Agency", "Change", "Place", "Register", "load_register"]
