"""The fault harness: what users run, killed and wiped while jobs run, and every promise counted."""
