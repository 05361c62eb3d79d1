"""The questions that the bench asks: a module for each kind, with the names of its cases and what makes them."""
