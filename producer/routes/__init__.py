"""One module for each noun of the API; views are short: parse, call, answer."""
