"""The same aggregation on DuckDB, PostgreSQL or Spark, for stores too large to read by row."""

from netgov.engine.aggregating import Aggregate, aggregate
from netgov.engine.engines import ENGINES
from netgov.engine.output import need_output, write_aggregate

__all__ = ["ENGINES", "Aggregate", "aggregate", "need_output", "write_aggregate"]
