"""What units submit: from a folder of files to a ledger of entries."""
