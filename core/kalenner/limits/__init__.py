"""What a person or an address may cost, and the count of what is refused because it is too much.

What people send is counted where it is stored (:mod:`kalenner.delivery.admission`), connections and bodies
where they arrive (:mod:`kalenner.server`), and requests of strangers by their address here.
"""

from kalenner.limits.addresses import ADDRESS_LIMITS, AddressLimits, address_of
from kalenner.limits.refusals import REFUSALS, Refusals

__all__ = ["ADDRESS_LIMITS", "REFUSALS", "AddressLimits", "Refusals", "address_of"]
