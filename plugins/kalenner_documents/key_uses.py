"""What needs a key of the key ring for good: the codes of consents, which nobody may make anew."""

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import func, select

from kalenner.security import KEY_USES, KEYS
from kalenner_documents.chain import ChainKeys
from kalenner_documents.models import Consent, ConsentWords


def count_consents(request: Request, key_id: int) -> int:
    """Count the entries whose code is by a key."""
    return request.dbsession.scalar(select(func.count()).where(Consent.key_id == key_id)) or 0


def count_erasures(request: Request, key_id: int) -> int:
    """Count the erased words whose code is by a key; the code does not say, so each is tried."""
    keys = ChainKeys(KEYS.of(request.registry))
    erased = request.dbsession.scalars(select(ConsentWords).where(ConsentWords.erased.is_not(None)))
    return sum(keys.is_erasure_by(key_id, words) for words in erased.yield_per(500))


def includeme(config: Configurator) -> None:
    """Declare both."""
    uses = KEY_USES.of(config.registry)
    uses["documents_consent.key_id"] = count_consents
    uses["documents_consent_words.erased"] = count_erasures
