"""`python -m leeward` is the leeward command."""

from leeward.frontdoor.cli import main

main()
