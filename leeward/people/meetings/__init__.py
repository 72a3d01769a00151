"""Groups that meet: who belongs, how often, what was decided, and who does it by when."""
