"""What the reports say together: events, how independent their sources are, and affiliations over time."""
