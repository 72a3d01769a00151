"""A snapshot: one index of lists and one policy layer, both fixed; everything a web decision needs to know."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from leeward.engine.web.index import Index
from leeward.engine.web.layer import Group, Layer


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is in force. `version` only goes up; 0 is the built-in one. `made` is aware."""

    version: int
    made: datetime
    layer: Layer
    index: Index

    def group_for(self, user: str, address: str) -> str:
        """The group of a request: by user name, else by the narrowest address range, else the default.

        `user` as the proxy authenticated it, "" if it did not; `address` of the device, "" if not known. Neither ever
        raises: who cannot be placed gets the default group.
        """
        if user:
            name = user.casefold()
            for group in self.layer.groups.values():
                if name in group.users:
                    return group.name
        return self._by_address(address) or self.layer.default_group

    def group(self, name: str) -> Group:
        """The group called `name`; the default group where there is none of that name."""
        return self.layer.groups.get(name) or self.layer.groups[self.layer.default_group]

    def _by_address(self, text: str) -> str:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return ""
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        best, length = "", -1
        for group in self.layer.groups.values():
            for network in group.addresses:
                if network.version == address.version and network.prefixlen > length and address in network:
                    best, length = group.name, network.prefixlen
        return best
