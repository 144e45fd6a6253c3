"""Measuring how well tellings of one happening are found together."""
