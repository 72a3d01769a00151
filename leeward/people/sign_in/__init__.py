"""How people sign in: password, second step, passkey, demonstration."""
