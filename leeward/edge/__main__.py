"""`python -m leeward.edge`: the same commands as `leeward edge`."""

from leeward.edge.commands import edge

if __name__ == "__main__":
    edge(prog_name="leeward edge")
