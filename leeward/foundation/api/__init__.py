"""The machine interface: tokens, problem details, pages of answers, and one description made from the code."""
