"""What tests share: files made by hand, stand-ins, tiny models."""
