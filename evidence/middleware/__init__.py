"""What every request passes through; the order is in ``MIDDLEWARE`` of the settings."""
