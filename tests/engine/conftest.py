from test_cli import run

__all__ = ["run"]
