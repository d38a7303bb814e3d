"""Chains of consents, and somebody who owns the database that they are in."""

from collections.abc import Callable

from tests.plugins.documents.steps import People

from kalenner.security import CIPHER
from kalenner.security.keys import KEYS
from kalenner_documents.chain import ChainKeys, Head
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.verification import ChainFault, Verifier

COUNT = 12
"""Entries of the fixture `chain`: two of Ada's, two of Bea's, and so on."""

Attack = Callable[..., None]


def verify(people: People, head: Head | None = None) -> Head | ChainFault:
    keys, cipher = KEYS.of(people.stage.app.registry), CIPHER.of(people.stage.app.registry)
    provider_id = people.olga.provider_id
    return people.stage.run(
        lambda request: Verifier(request.dbsession, ChainKeys(keys), TextCipher(cipher)).verify(
            provider_id, head
        )
    )
