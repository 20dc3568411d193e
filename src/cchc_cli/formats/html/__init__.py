"""The report as one HTML page: for a phone, a screen and A4 paper, without a network."""
