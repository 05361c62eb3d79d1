"""What is answered, as models: views answer plain dicts, and the tests hold those against these."""
