"""Time zones for people: what they are called, which one somebody means, which are likely."""

from kalenner.zones.likely import likely_zones
from kalenner.zones.names import Region, ZoneChoice, is_zone, regions, utc_offset_label, zone_label, zones_of
from kalenner.zones.search import ZoneMatch, find_zones, load_in_background

__all__ = [
    "Region",
    "ZoneChoice",
    "ZoneMatch",
    "find_zones",
    "is_zone",
    "likely_zones",
    "load_in_background",
    "regions",
    "utc_offset_label",
    "zone_label",
    "zones_of",
]
