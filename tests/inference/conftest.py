"""The commands of inference are typed as all others are."""

from test_cli import run  # noqa: F401  the fixture that types a command
