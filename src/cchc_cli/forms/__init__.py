"""The forms on which units report: sent out blank, and sent back with what is wrong in them."""
