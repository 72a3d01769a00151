"""Settings rooms declare, kept per site, company and group, with who changed what, when, why and from when."""
