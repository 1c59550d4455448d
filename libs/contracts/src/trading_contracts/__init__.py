"""What crosses a border between two services: bars, runs, results, insight, problems."""
