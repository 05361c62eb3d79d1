"""The questions that the bench asks, one module for each kind; `ALL` in the order in which they are asked."""
