"""Our figures, on servers of their own."""
