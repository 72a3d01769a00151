"""What every room stands on: sign-in, access, audit, vault, outbox, clocks, approvals, evidence. No domain noun."""
