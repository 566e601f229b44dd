"""What is written from results.json: Markdown tables, curves and figures."""
