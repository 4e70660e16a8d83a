"""A long build tells a person how far it is, and nobody else."""

import io

from generator.plugin.progress import Progress


class Screen(io.StringIO):
    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


def drawn(screen: Screen, seconds: float) -> str:
    """Return what a build of four pages draws, each of which takes some seconds."""
    times = iter(seconds * step for step in range(9))
    progress = Progress(screen, lambda: next(times))
    for _ in range(4):
        progress.step(4)
    return screen.getvalue()


def test_a_long_build_draws_a_bar_to_its_end() -> None:
    told = drawn(Screen(is_terminal=True), 1.5)
    assert "Pages" in told
    assert "100%" in told


def test_a_short_build_draws_nothing() -> None:
    assert drawn(Screen(is_terminal=True), 0.4) == ""


def test_no_bar_goes_to_a_file() -> None:
    assert drawn(Screen(is_terminal=False), 1.5) == ""
