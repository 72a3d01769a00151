"""Who acts when an identity provider's word is made true. The audit entry of each request names the connection."""

from leeward.foundation.access import Actor

PROVIDER = Actor(name="Identity provider", system=True)
