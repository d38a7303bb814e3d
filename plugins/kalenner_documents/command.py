"""``kalenner consents``: whether the entries about consents are as they were, and where their chains end."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from pyramid.request import Request

from kalenner.security import CIPHER, KEYS
from kalenner_documents.chain import ChainKeys, Head
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.verification import ChainFault, Verifier

DONE, FAULT, MISTAKE = 0, 1, 2


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="name the first entry that is not as it was")
    verify.add_argument("--heads", type=Path, metavar="FILE", help="compare with what export wrote once")
    actions.add_parser("export", help="write where each chain ends, as JSON, to be kept elsewhere")


def run(request: Request, options: Namespace) -> int:
    """Do what was asked; return 0, 1 where an entry is not as it was, 2 for a file that cannot be read."""
    heads: dict[int, Head] = {}
    if options.action == "verify" and options.heads is not None:
        try:
            heads = read_heads(options.heads.read_text(encoding="ascii"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            print(f"--heads: expected a file that export has written: {error}")  # noqa: T201 -- what a command says
            return MISTAKE
    registry = request.registry
    verifier = Verifier(request.dbsession, ChainKeys(KEYS.of(registry)), TextCipher(CIPHER.of(registry)))
    found = dict(verifier.verify_all(heads))
    faults = [each for each in found.values() if isinstance(each, ChainFault)]
    for fault in faults:
        print(f"provider {fault.provider_id}: entry {fault.position} {fault.reason}")  # noqa: T201
    if faults:
        return FAULT
    whole = {provider_id: each for provider_id, each in found.items() if isinstance(each, Head)}
    count = sum(head.position for head in whole.values())
    as_written = f"{count} entries of {len(whole)} professionals are as they were"
    print(written_heads(whole) if options.action == "export" else as_written)  # noqa: T201
    return DONE


def written_heads(heads: Mapping[object, Head]) -> str:
    """Return heads as JSON: position and code by the professional's id."""
    return json.dumps({str(key): [head.position, head.mac.hex()] for key, head in heads.items()})


def read_heads(text: str) -> dict[int, Head]:
    """Return what :func:`written_heads` wrote; raises ValueError, TypeError or AttributeError."""
    values = json.loads(text)
    return {int(key): Head(int(position), bytes.fromhex(mac)) for key, (position, mac) in values.items()}
