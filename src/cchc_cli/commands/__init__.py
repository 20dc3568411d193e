"""What each command does, once its options are known: one function a command."""
