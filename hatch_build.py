"""Compile the translation catalogues when the package is built or installed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FIXED = datetime(2026, 1, 1, tzinfo=UTC)


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Turns every ``.po`` of the package into the ``.mo`` that gettext reads."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile beside the source, so that an editable install finds them too."""
        for source in Path(self.root, "src").rglob("*.po"):
            with source.open("rb") as opened:
                catalogue = read_po(opened)
            catalogue.creation_date = catalogue.revision_date = _FIXED  # so that bytes repeat
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
