"""What other plugins may import of payment links; all else of it may change without notice."""

from kalenner_payment_links.references import Reference, ReferenceForged, References

__all__ = ["Reference", "ReferenceForged", "References"]
