"""What we promise: policies, versions, approval, agreements, and the ledger of promises with their proof."""
