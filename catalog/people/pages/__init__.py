"""The pages of people: each asks policy, calls one function, and answers."""
