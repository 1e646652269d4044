"""Forecasts and suggested orders on a Spark cluster with several workers: equal to the last digit to those made here."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import forecast_all
from tonglu.solvers.forecast.tests.test_fan_out import table as sales
from tonglu.solvers.replenish import suggest_all
from tonglu.solvers.replenish.tests.test_fan_out import table as shelves

pytestmark = pytest.mark.slow

CUSTOMERS = 6


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two executors, each a process of its own with Python workers of its own; only CI insists on them."""
    missing = None
    try:
        from pyspark.sql import SparkSession  # an extra that most machines do without
    except ImportError:
        missing = "pyspark is missing: uv sync --extra spark"
    if not missing and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        missing = "Java 17 is missing: on Debian, openjdk-17-jre-headless"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        folder = tmp_path_factory.mktemp("spark")
        session = (
            SparkSession.builder.master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", False)
            .config("spark.local.dir", str(folder))
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.driver.memory", "512m")
            .config("spark.executor.memory", "512m")
            .config("spark.sql.shuffle.partitions", 6)
            .config("spark.sql.adaptive.enabled", False)  # it would put so small a table into one partition
            .getOrCreate()
        )
        yield session
        session.stop()


def test_there_are_several_workers(spark: Any) -> None:
    def who(_rows: Any) -> Iterator[int]:
        yield os.getpid()

    assert len(set(spark.sparkContext.parallelize(range(8), 4).mapPartitions(who).collect())) >= 2


def test_forecasts_are_equal(spark: Any) -> None:
    here = forecast_all(sales(CUSTOMERS), horizon=3)
    assert forecast_all(sales(CUSTOMERS), horizon=3, engine=spark).equals(here)


def test_suggested_orders_are_equal(spark: Any) -> None:
    here = suggest_all(shelves(CUSTOMERS))
    assert suggest_all(shelves(CUSTOMERS), engine=spark).equals(here)


def test_a_bad_row_is_named_as_it_is_here(spark: Any) -> None:
    with pytest.raises(BadInput, match="C0: S0: count is -1"):
        suggest_all(shelves().assign(count=-1), engine=spark)
