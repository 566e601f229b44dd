"""The browser app: one module a tab. Everything it computes comes from the rest of ``facevae``."""
