"""Links to what is on the screen: how one is made, and what happens when one is opened."""
