"""Add to the wheel what a checkout has beside the package: the theme's files, and the replies in one file."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelHook(BuildHookInterface[Any]):
    """Hatchling's hook for a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile ``codes/`` for a wheel; an editable installation reads the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from generator.sources.compiled_index import COMPILED_INDEX, compiled_index  # noqa: PLC0415
        from generator.sources.index_reader import read_reply_index  # noqa: PLC0415

        root = Path(self.root)
        index, problems = read_reply_index(root / "codes")
        if problems:
            raise ValueError(f"codes/ has problems; run 'python3 run.py check'. The first: {problems[0]}")
        self.folder = TemporaryDirectory()
        file = Path(self.folder.name, COMPILED_INDEX.name)
        file.write_text(compiled_index(index), "utf-8")
        build_data["force_include"] |= {
            str(root / "overrides"): "generator/overrides",
            str(file): f"generator/{file.name}",
        }

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the compiled file."""
        if version != "editable":
            self.folder.cleanup()
