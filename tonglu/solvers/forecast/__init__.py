"""Sales forecasts."""
