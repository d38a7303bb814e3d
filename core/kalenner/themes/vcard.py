"""The contact card of a page, which visitors put into their address books: vCard 3.0, as phones read it.

It is RFC 2426 rather than RFC 6350, because address books of phones and Outlook read version 3.0 alike.
"""

from kalenner.themes.content import Contact

_LONGEST_LINE = 75
"""Octets of a line without its end; longer ones are folded (RFC 2425, 5.8.1)."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})


def vcard(name: str, line: str, contact: Contact, page: str) -> bytes:
    """Return a card: the name, what is offered, how to reach the practice, and the address of its page."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_text(name)}",
        f"N:;{_text(name)};;;",
        f"ORG:{_text(name)}",
    ]
    if line:
        lines.append(f"TITLE:{_text(line)}")
    if contact.phone:
        lines.append(f"TEL;TYPE=WORK,VOICE:{contact.phone}")
    if contact.email:
        lines.append(f"EMAIL;TYPE=INTERNET:{_text(contact.email)}")
    if contact.address.strip():
        lines.append(f"ADR;TYPE=WORK:;;{_text(contact.address)};;;;")
    lines += [f"URL:{url}" for url in (contact.website, page) if url]
    lines.append("END:VCARD")
    return "".join(f"{_folded(each)}\r\n" for each in lines).encode()


def _text(text: str) -> str:
    return "\n".join(text.splitlines()).translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a line in parts of at most 75 octets, no character divided."""
    folded, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LONGEST_LINE:
            folded, octets = f"{folded}\r\n ", 1
        folded, octets = folded + character, octets + size
    return folded
