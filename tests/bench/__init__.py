"""Speed: the bench world, the hand-written contenders and the harness that compares them."""
