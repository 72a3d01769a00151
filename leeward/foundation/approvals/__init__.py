"""May I? One engine for permissions, attestations and second readers: a request, a decider, a reason, an end."""
